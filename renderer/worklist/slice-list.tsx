import { useVirtualizer } from '@tanstack/react-virtual';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Worklist } from '../../src/contract/review-methods.ts';
import { useListPlace } from '../state/list-place.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { type Row, worklistRows } from './rows.ts';
import { goFromHeading, SeriesFacts } from './series-facts.tsx';
import styles from './slice-list.module.css';
import { ListedSlice } from './slice-row.tsx';

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
  const goToRow = useThrottled((row: number) => virtualizer.scrollToIndex(row, { align: 'auto' }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: scroll when a selection moves, not when rows change under it
  useEffect(() => {
    const row = rowOf.get(leadId ?? selectedId ?? -1);
    if (row !== undefined) goToRow(row);
  }, [selectedId, leadId]);
  useScrollPlace(rows, rowOf, virtualizer);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: what a heading's click goes to has a key of its own
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label="Slices"
      aria-multiselectable
      tabIndex={0}
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

/** How often the list follows, at most, while a reader goes through a stack: each time the page is laid out anew. */
const FOLLOW_MS = 100;

/** A call that goes through at once, and within `FOLLOW_MS` of one before it later, with what was given last. */
function useThrottled(act: (row: number) => void): (row: number) => void {
  const newest = useRef(act);
  newest.current = act;
  const state = useRef<{ timer: ReturnType<typeof setTimeout> | null; waiting: number | null }>({
    timer: null,
    waiting: null,
  });
  useEffect(() => {
    const { current } = state;
    return () => {
      if (current.timer !== null) clearTimeout(current.timer);
      current.timer = null;
    };
  }, []);
  return (row) => {
    const { current } = state;
    if (current.timer !== null) {
      current.waiting = row;
      return;
    }
    newest.current(row);
    const next = (): void => {
      const { waiting } = current;
      current.waiting = null;
      current.timer = waiting === null ? null : setTimeout(next, FOLLOW_MS);
      if (waiting !== null) newest.current(waiting);
    };
    current.timer = setTimeout(next, FOLLOW_MS);
  };
}

/** Keeps where the list is scrolled to, and goes where a reader left it. */
function useScrollPlace(
  rows: readonly Row[],
  rowOf: ReadonlyMap<number, number>,
  virtualizer: ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>,
): void {
  const wantedTopId = useListPlace((state) => state.wantedTopId);
  const offset = virtualizer.scrollOffset ?? 0;
  useEffect(() => {
    const row = wantedTopId === null ? undefined : rowOf.get(wantedTopId);
    if (wantedTopId === null) return;
    useListPlace.setState({ wantedTopId: null });
    if (row !== undefined) virtualizer.scrollToIndex(row, { align: 'start' });
  }, [wantedTopId, rowOf, virtualizer]);
  useEffect(() => {
    const first = virtualizer.getVirtualItemForOffset(offset)?.index ?? 0;
    const row = rows[first]?.kind === 'slice' ? rows[first] : rows[first + 1];
    useListPlace.setState({ topSliceId: row?.kind === 'slice' ? row.sliceId : null });
  }, [rows, offset, virtualizer]);
}
