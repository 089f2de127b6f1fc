import { describe, expect, it } from 'vitest';
import { missingAfter, type SummarySlice, summarizeSeries } from '../../../src/review/series-summary.ts';

/** Slices with these probabilities (null: not predicted), 5 mm apart, at a threshold of 0.5. */
function series(probabilities: readonly (number | null)[], rest: Partial<SummarySlice> = {}): SummarySlice[] {
  return probabilities.map((probability, index) => ({
    sliceId: index + 1,
    positionMm: index * 5,
    predictable: true,
    prediction: probability === null ? null : { probability, threshold: 0.5 },
    read: false,
    ...rest,
  }));
}

describe('what a series comes to', () => {
  it('names the highest slice, the first of equals, and counts from the threshold on', () => {
    const summary = summarizeSeries(series([0.1, 0.5, 0.9, 0.49, 0.9]));
    expect(summary.highest).toEqual({ sliceId: 3, place: 2, probability: 0.9 });
    expect(summary.suspicious).toEqual([2, 3, 5]);
    expect(summary.longestRun).toEqual({ first: 1, last: 2 });
  });

  it('does not take slices for neighbours over one that is not predicted, nor over one that is missing', () => {
    const predicted = [0.9, 0.9, null, 0.9, 0.9, 0.9];
    expect(summarizeSeries(series(predicted)).longestRun).toEqual({ first: 3, last: 5 });
    const gap = series([0.9, 0.9, 0.9, 0.9, 0.9]).map((slice, place) =>
      place < 3 ? slice : { ...slice, positionMm: place * 5 + 10 },
    );
    expect(missingAfter(gap)).toEqual([2]);
    expect(summarizeSeries(gap).longestRun).toEqual({ first: 0, last: 2 });
  });

  it('takes the first of the longest runs, and a run at the end', () => {
    expect(summarizeSeries(series([0.9, 0.9, 0, 0.9, 0.9])).longestRun).toEqual({ first: 0, last: 1 });
    expect(summarizeSeries(series([0.9, 0, 0.9, 0.9])).longestRun).toEqual({ first: 2, last: 3 });
    expect(summarizeSeries(series([0.1, null])).longestRun).toBeNull();
  });

  it('tells what is not predicted yet from what never will be, and what is read', () => {
    const [scout, ...rest] = series([null, null, 0.2]);
    const slices = [{ ...(scout as SummarySlice), predictable: false }, ...rest.map((one) => ({ ...one, read: true }))];
    expect(summarizeSeries(slices)).toMatchObject({
      slices: 3,
      predicted: 1,
      notPredicted: 1,
      notPredictable: 1,
      read: 2,
    });
    expect(summarizeSeries([])).toMatchObject({ slices: 0, highest: null, suspicious: [], longestRun: null });
  });

  it('knows of no missing slice where positions are not there or go back', () => {
    expect(missingAfter(series([0, 0, 0, 0], { positionMm: null }))).toEqual([]);
    expect(missingAfter([{ positionMm: 0 }, { positionMm: 5 }, { positionMm: 1 }, { positionMm: 30 }])).toEqual([]);
  });
});
