import { describe, expect, it } from 'vitest';
import { pointAtSensitivity, pointAtSpecificity } from '../../../src/statistics/operating-points.ts';
import { rankScores } from '../../../src/statistics/scored-slices.ts';
import * as examples from './fixtures/scored-examples.ts';

const ranked = rankScores(examples.scoredSlices(examples.LABELS, examples.PROBABILITIES));

describe('operating points', () => {
  // scikit-learn 1.9.1: sklearn.metrics.roc_curve(labels, probabilities, drop_intermediate=False), the best row that holds the target
  it('takes the highest sensitivity at the wanted specificity', () => {
    const point = { threshold: 0.61, sensitivity: 0.8125, specificity: 23 / 24 };
    expect(pointAtSpecificity(ranked, 0.9)).toEqual(point);
    expect(pointAtSpecificity(ranked, 0.95)).toEqual(point);
    expect(pointAtSpecificity(ranked, 23 / 24)).toEqual(point);
    expect(pointAtSpecificity(ranked, 1)).toEqual({ threshold: 0.69, sensitivity: 0.6875, specificity: 1 });
  });

  it('takes the highest specificity at the wanted sensitivity', () => {
    expect(pointAtSensitivity(ranked, 0.9)).toEqual({ threshold: 0.55, sensitivity: 0.9375, specificity: 0.875 });
    expect(pointAtSensitivity(ranked, 0.95)).toEqual({ threshold: 0.15, sensitivity: 1, specificity: 0.375 });
    expect(pointAtSensitivity(ranked, 15 / 16)?.threshold).toBe(0.55);
    expect(pointAtSensitivity(ranked, 0)).toEqual({ threshold: null, sensitivity: 0, specificity: 1 });
  });

  it('calls nothing where even the highest probability lets too many through', () => {
    expect(pointAtSpecificity(rankScores(examples.ALL_ALIKE), 0.9)).toEqual({
      threshold: null,
      sensitivity: 0,
      specificity: 1,
    });
  });

  it('has no point unless both labels have weight, and refuses a target outside 0..1', () => {
    expect(pointAtSpecificity(rankScores(examples.ONLY_NONE), 0.9)).toBeNull();
    expect(pointAtSensitivity(rankScores([]), 0.9)).toBeNull();
    expect(pointAtSensitivity(ranked, 0.9, new Uint32Array(40))).toBeNull();
    expect(() => pointAtSensitivity(ranked, 1.2)).toThrow(RangeError);
    expect(() => pointAtSpecificity(ranked, Number.NaN)).toThrow(RangeError);
  });
});
