import { useMemo } from 'react';
import { summarizeSeries } from '../../src/review/series-summary.ts';
import { mayShowAll, summarySlice } from '../state/series-view.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { probabilityWord } from '../words.ts';
import styles from './series-facts.module.css';

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
          <button
            type="button"
            className={styles.go}
            tabIndex={-1}
            title="Go to the most suspicious slice of this series (')"
            onMouseDown={keepFocus}
            onClick={() => selectSlice(highest.sliceId)}
          >
            max {probabilityWord(highest.probability)} at {numbers.get(highest.sliceId)?.number ?? '?'}
          </button>
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
