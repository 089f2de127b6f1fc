import { LocateFixed } from 'lucide-react';
import { useMemo } from 'react';
import type { WorklistItem } from '../../src/contract/review-methods.ts';
import { expectedFalsePositives } from '../../src/review/expected-false-positives.ts';
import { type SeriesSummary, summarizeSeries } from '../../src/review/series-summary.ts';
import { summarySlice } from '../state/series-view.ts';
import { useStudies } from '../state/study-store.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';
import { Button } from '../ui/button.tsx';
import { countWord, probabilityWord, proportionWord } from '../words.ts';
import panel from './finding-panel.module.css';
import styles from './study-section.module.css';

/** One summary for each series of the study that has any slice the network reads. */
function summaries(slices: readonly WorklistItem[]): SeriesSummary[] {
  const bySeries = new Map<number, WorklistItem[]>();
  for (const item of slices) {
    const series = bySeries.get(item.seriesIndex);
    if (series) series.push(item);
    else bySeries.set(item.seriesIndex, [item]);
  }
  return [...bySeries.values()]
    .map((series) => [...series].sort((a, b) => a.sliceIndex - b.sliceIndex))
    .map((series) => summarizeSeries(series.map(summarySlice)));
}

const sum = (all: readonly SeriesSummary[], of: (one: SeriesSummary) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

function Suspicion({ series }: { readonly series: readonly SeriesSummary[] }) {
  const numbers = useWorklist((state) => state.numbers);
  const highest = series.flatMap((one) => one.highest ?? []).sort((a, b) => b.probability - a.probability)[0];
  const predicted = sum(series, (one) => one.predicted);
  const runs = series.flatMap(({ longestRun }) => longestRun ?? []);
  const run = runs.sort((a, b) => b.last - b.first - (a.last - a.first))[0];
  const missing = sum(series, (one) => one.notPredicted);
  if (!highest) return <p className={panel.quiet}>No slice of this study is predicted yet.</p>;
  return (
    <>
      <div className={styles.highest}>
        <span>
          Highest: <b>{probabilityWord(highest.probability)}</b>, slice {numbers.get(highest.sliceId)?.number ?? '?'}
        </span>
        <Button
          look="quiet"
          icon={LocateFixed}
          keyHint="'"
          title="Go to the most suspicious slice (')"
          onClick={() => selectSlice(highest.sliceId)}
        >
          Go
        </Button>
      </div>
      <p>
        {countWord(
          sum(series, ({ suspicious }) => suspicious.length),
          'slice',
        )}{' '}
        of {predicted} at or above the threshold
        {run &&
          run.last > run.first &&
          `, longest run ${run.last - run.first + 1} (slices ${run.first + 1} to ${run.last + 1})`}
        .{missing > 0 && ` ${countWord(missing, 'slice')} not predicted.`}
      </p>
      <Expected predicted={predicted} />
    </>
  );
}

/** Why a single suspicious slice among many says little. */
function Expected({ predicted }: { readonly predicted: number }) {
  const studies = useStudies((state) => state.studies);
  const known = studies.kind === 'ready' ? studies.value.specificity : null;
  const expected = known && expectedFalsePositives(predicted, known.figure);
  if (!known || !expected) {
    return (
      <p className={styles.fine}>
        No probability of the study: that takes a method of its own. Among many slices a false positive is to be
        expected; how many is not known, for this model has no held-out figures.
      </p>
    );
  }
  const one = (value: number): string => value.toFixed(1);
  return (
    <>
      <p className={styles.fine}>
        Not a probability of the study. Of {predicted} slices without haemorrhage {one(expected.expected)} are expected
        to reach the threshold too ({one(expected.low)} to {one(expected.high)}; {known.model}’s specificity,{' '}
        {known.figure.k} of {known.figure.n} held-out slices).
      </p>
      <details className={styles.fine}>
        <summary>Where that specificity is from</summary>
        <p>
          {known.heading}. Specificity per slice: {proportionWord(known.figure)}.
        </p>
      </details>
    </>
  );
}

/** The model's slices summed up in plain numbers, and how far the reading is; the model's part only where it may be seen. */
export function StudyFacts({ slices, shown }: { readonly slices: readonly WorklistItem[]; readonly shown: boolean }) {
  const series = useMemo(() => summaries(slices), [slices]);
  return (
    <div className={styles.facts} data-testid="study-facts">
      {shown ? (
        <Suspicion series={series} />
      ) : (
        <p className={panel.quiet}>The model’s part is hidden until every slice is read (blind-first).</p>
      )}
      <p>
        {sum(series, ({ read }) => read)} of {countWord(slices.length, 'slice')} read.
      </p>
    </div>
  );
}
