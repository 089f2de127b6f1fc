import { useVirtualizer } from '@tanstack/react-virtual';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Worklist } from '../../src/contract/review-methods.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { type Row, worklistRows } from './rows.ts';
import { SeriesFacts } from './series-facts.tsx';
import styles from './slice-list.module.css';
import { SliceRow } from './slice-row.tsx';

const SLICE_PX = 60;
const SERIES_PX = 48;
/** Three lines more: what is irregular about a series is read, not hovered for. */
const REMARKED_SERIES_PX = 104;

function heightOf(row: Row | undefined): number {
  if (row?.kind !== 'series') return SLICE_PX;
  return row.series.remarks.length > 0 ? REMARKED_SERIES_PX : SERIES_PX;
}

function SeriesHeading({ row }: { readonly row: Extract<Row, { kind: 'series' }> }) {
  const { title, remarks, slices } = row.series;
  return (
    <div className={styles.series} role="presentation" title={[title, ...remarks].join('\n')}>
      <span className={styles.title}>{title}</span>
      <span className={styles.count}>{slices}</span>
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
  const { order, items, numbers, sort, selectedId, queue } = useWorklist();
  const inOrder = sort === 'order' && queue === null;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => worklistRows(order, items, worklist.series, inOrder, worklist.kind === 'study'),
    [order, items, worklist, inOrder],
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    overscan: 6,
  });
  const selectedRow = useMemo(
    () => rows.findIndex((row) => row.kind === 'slice' && row.item.sliceId === selectedId),
    [rows, selectedId],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: scroll when the selection moves, not when rows change under it
  useEffect(() => {
    if (selectedRow >= 0) virtualizer.scrollToIndex(selectedRow, { align: 'auto' });
  }, [selectedId]);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label="Slices"
      tabIndex={0}
      aria-activedescendant={selectedId === null ? undefined : `slice-row-${selectedId}`}
    >
      <div className={styles.space} style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {virtualizer.getVirtualItems().map(({ key, index, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <div
              key={key}
              className={styles.row}
              role="presentation"
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              {row.kind === 'series' ? (
                <SeriesHeading row={row} />
              ) : (
                <SliceRow
                  item={row.item}
                  number={numbers.get(row.item.sliceId)?.number ?? row.place + 1}
                  place={row.place}
                  total={order.length}
                  selected={row.item.sliceId === selectedId}
                  folderNamed={!inOrder && worklist.series.length > 1}
                  done={queue === null ? row.item.read : queue.reread.has(row.item.sliceId)}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
