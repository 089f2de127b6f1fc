import type { WorklistItem } from '../../src/contract/review-methods.ts';
import { isSuspicious, summarizeSeries } from '../../src/review/series-summary.ts';
import { mayShowAll, nextAmong, slicesWith, summarySlice } from '../state/series-view.ts';
import { say } from '../state/toast-store.ts';
import { selectSlice, useWorklist } from '../state/worklist-store.ts';

/** The slices of the shown series, when the model's mind about it may be on the screen; else it says why not. */
function shownSeries(): readonly WorklistItem[] | null {
  const { stack, items, selectedId } = useWorklist.getState();
  const slices = slicesWith(stack, items, selectedId);
  if (!mayShowAll(slices)) {
    say('info', 'Suspicion is hidden until every slice of this series is read (blind-first).');
    return null;
  }
  if (slices.every(({ prediction }) => prediction === null)) {
    say('info', 'No slice of this series is predicted yet.');
    return null;
  }
  return slices;
}

/** Goes to the slice of the shown series that the model suspects most. */
export function goToMostSuspicious(): void {
  const slices = shownSeries();
  const highest = slices && summarizeSeries(slices.map(summarySlice)).highest;
  if (highest) selectSlice(highest.sliceId);
}

/** Goes to the next (or previous) slice of the shown series at or above the threshold. */
export function stepToSuspicious(step: 1 | -1): void {
  const slices = shownSeries();
  if (!slices) return;
  const suspicious = slices.filter((item) => isSuspicious(summarySlice(item))).map(({ sliceId }) => sliceId);
  const next = nextAmong(slices, suspicious, useWorklist.getState().selectedId, step);
  if (next !== null) selectSlice(next);
  else if (suspicious.length === 0) say('info', 'No slice of this series is at or above the threshold.');
  else say('info', `No suspicious slice is left ${step === 1 ? 'behind' : 'before'} this one in its series.`);
}
