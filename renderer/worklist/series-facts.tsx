import { useMemo } from 'react';
import { summarizeSeries } from '../../src/review/series-summary.ts';
import { mayShowAll, summarySlice } from '../state/series-view.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { probabilityWord } from '../words.ts';
import styles from './series-facts.module.css';

/** The slice that a click on a series' heading goes to; a list may hold no button, and the key does the same. */
export function goFromHeading(target: EventTarget): void {
  const go = target instanceof Element ? target.closest<HTMLElement>('[data-go]')?.dataset.go : undefined;
  if (go !== undefined) selectSlice(Number(go));
}

/** Under a series' name: how far it is read and, where it may be seen, what its predictions come to. */
export function SeriesFacts({ seriesIndex }: { readonly seriesIndex: number }) {
  const items = useWorklist((state) => state.items);
  const numbers = useWorklist((state) => state.numbers);
  const slices = useMemo(
    () =>
      [...items.values()]
        .filter((item) => item.seriesIndex === seriesIndex)
        .sort((a, b) => a.sliceIndex - b.sliceIndex),
    [items, seriesIndex],
  );
  const summary = useMemo(() => summarizeSeries(slices.map(summarySlice)), [slices]);
  const shown = useMemo(() => mayShowAll(slices), [slices]);
  const { highest, suspicious, longestRun, predicted, read } = summary;
  const run = longestRun === null ? 0 : longestRun.last - longestRun.first + 1;
  const runWords = run > 1 ? `; the longest run of neighbours is ${run}` : '';
  return (
    <span className={styles.facts} data-testid="series-facts">
      <span>
        {read}/{summary.slices} read
      </span>
      {!shown && <span>model hidden until all are read</span>}
      {shown && highest && (
        <>
          <span
            className={styles.go}
            data-go={highest.sliceId}
            title="Go to the most suspicious slice of this series (')"
          >
            max {probabilityWord(highest.probability)} at {numbers.get(highest.sliceId)?.number ?? '?'}
          </span>
          <span
            className={styles.count}
            title={`${suspicious.length} of ${predicted} predicted slices are at or above the threshold${runWords}`}
          >
            <LabelMark label="haemorrhage" />
            {suspicious.length}
            {run > 1 && `, run ${run}`}
          </span>
        </>
      )}
    </span>
  );
}
