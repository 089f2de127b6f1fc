import { describe, expect, it } from 'vitest';
import { matthewsCorrelation } from '../../../src/statistics/mcc.ts';

const confusion = (tn: number, fp: number, fn: number, tp: number) => ({
  trueNegatives: tn,
  falsePositives: fp,
  falseNegatives: fn,
  truePositives: tp,
});

describe('matthewsCorrelation', () => {
  // scikit-learn 1.9.1: sklearn.metrics.matthews_corrcoef(labels, calls) with these numbers of true negatives, false positives, ...
  it.each([
    [19, 5, 1, 15, 0.7144345083117603],
    [25, 5, 3, 30, 0.7462025072446364],
    [80, 20, 10, 40, 0.5773502691896257],
    [5, 15, 18, 3, -0.6115266170107638],
  ])('agrees with scikit-learn for %i, %i, %i, %i', (tn, fp, fn, tp, expected) => {
    expect(matthewsCorrelation(confusion(tn, fp, fn, tp))).toBeCloseTo(expected, 12);
  });

  it('is 1 for full agreement, and null where a label or a call never occurs', () => {
    expect(matthewsCorrelation(confusion(4, 0, 0, 5))).toBe(1);
    expect(matthewsCorrelation(confusion(4, 0, 5, 0))).toBeNull();
    expect(matthewsCorrelation(confusion(0, 0, 0, 0))).toBeNull();
  });
});
