import { useVirtualizer } from '@tanstack/react-virtual';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Worklist } from '../../src/contract/review-methods.ts';
import { useListPlace } from '../state/list-place.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { type Row, worklistRows } from './rows.ts';
import { goFromHeading, SeriesFacts } from './series-facts.tsx';
import styles from './slice-list.module.css';
import { ListedSlice } from './slice-row.tsx';
import { whenAtRest } from './when-at-rest.ts';

const SLICE_PX = 60;
const SERIES_PX = 48;
/** Three lines more: what is irregular about a series is read, not hovered for. */
const REMARKED_SERIES_PX = 104;

function heightOf(row: Row | undefined): number {
  if (row?.kind !== 'series') return SLICE_PX;
  return row.series.remarks.length > 0 ? REMARKED_SERIES_PX : SERIES_PX;
}

function SeriesHeading({ row }: { readonly row: Extract<Row, { kind: 'series' }> }) {
  const { title, remarks } = row.series;
  return (
    <div className={styles.series} role="presentation" title={[title, ...remarks].join('\n')}>
      <span className={styles.title}>{title}</span>
      <SeriesFacts seriesIndex={row.series.index} />
      {remarks.length > 0 && (
        <span className={styles.remark}>
          <TriangleAlert size={13} strokeWidth={1.75} aria-hidden />
          <span>{remarks.join(' ')}</span>
        </span>
      )}
    </div>
  );
}

/** Every slice as a row; only those in view are in the page. */
export function SliceList({ worklist }: { readonly worklist: Worklist }) {
  const order = useWorklist((state) => state.order);
  const selectedId = useWorklist((state) => state.selectedId);
  const leadId = useWorklist((state) => state.leadId);
  const inOrder = useWorklist(({ sort, queue }) => sort === 'order' && queue === null);
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, rowOf } = useMemo(() => {
    const { items } = useWorklist.getState();
    const seriesOf = (sliceId: number) => items.get(sliceId)?.seriesIndex;
    return worklistRows(order, seriesOf, worklist.series, inOrder, worklist.kind === 'study');
  }, [order, worklist, inOrder]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    overscan: 6,
  });
  const follow = useWhenAtRest(() => {
    const row = rowOf.get(leadId ?? selectedId ?? -1);
    if (row !== undefined) virtualizer.scrollToIndex(row, { align: 'auto' });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: scroll when a selection moves, not when rows change under it
  useEffect(() => follow.soon(), [selectedId, leadId]);
  useScrollPlace(rows, rowOf, virtualizer, follow.drop);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: what a heading's click goes to has a key of its own
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label="Slices"
      aria-multiselectable
      tabIndex={0}
      // Where the reader scrolls to is where they look.
      onWheel={follow.drop}
      onClick={({ target }) => goFromHeading(target)}
      aria-activedescendant={selectedId === null ? undefined : `slice-row-${leadId ?? selectedId}`}
    >
      <div className={styles.space} style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {virtualizer.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <div
              key={row.kind === 'slice' ? row.sliceId : `series ${row.series.index} ${index}`}
              className={styles.row}
              role="presentation"
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              {row.kind === 'series' ? (
                <SeriesHeading row={row} />
              ) : (
                <ListedSlice
                  sliceId={row.sliceId}
                  place={row.place}
                  total={order.length}
                  folderNamed={!inOrder && worklist.series.length > 1}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** `whenAtRest` for as long as the list is there; the act as it was drawn last. */
function useWhenAtRest(act: () => void): ReturnType<typeof whenAtRest> {
  const newest = useRef(act);
  newest.current = act;
  const [atRest] = useState(() => whenAtRest(() => newest.current()));
  useEffect(() => atRest.drop, [atRest]);
  return atRest;
}

/** Keeps where the list is scrolled to, and goes where a reader left it; `drop` what would scroll after that. */
function useScrollPlace(
  rows: readonly Row[],
  rowOf: ReadonlyMap<number, number>,
  virtualizer: ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>,
  drop: () => void,
): void {
  const wantedTopId = useListPlace((state) => state.wantedTopId);
  const offset = virtualizer.scrollOffset ?? 0;
  useEffect(() => {
    const row = wantedTopId === null ? undefined : rowOf.get(wantedTopId);
    if (wantedTopId === null) return;
    useListPlace.setState({ wantedTopId: null });
    if (row === undefined) return;
    drop();
    virtualizer.scrollToIndex(row, { align: 'start' });
  }, [wantedTopId, rowOf, virtualizer, drop]);
  useEffect(() => {
    const first = virtualizer.getVirtualItemForOffset(offset)?.index ?? 0;
    const row = rows[first]?.kind === 'slice' ? rows[first] : rows[first + 1];
    useListPlace.setState({ topSliceId: row?.kind === 'slice' ? row.sliceId : null });
  }, [rows, offset, virtualizer]);
}
