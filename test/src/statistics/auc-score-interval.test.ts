import { describe, expect, it } from 'vitest';
import { aucScoreInterval } from '../../../src/statistics/auc-score-interval.ts';

describe('aucScoreInterval', () => {
  // scipy 1.17.1: scipy.optimize.brentq on (auc - A)^2 = norm.ppf(.975)^2 * V(A), either side of the area
  it.each([
    [1, 18, 18, 0.887284833858599, 1],
    [0.9, 20, 30, 0.7642509184409757, 0.958833499100763],
    [0.5, 5, 9, 0.23172668360368653, 0.7682733163963134],
    [0, 10, 10, 0, 0.19978638711889404],
  ])('solves the score equation for %f with %i and %i slices', (auc, positives, negatives, low, high) => {
    const interval = aucScoreInterval(auc, positives, negatives);
    expect(interval.low).toBeCloseTo(low, 10);
    expect(interval.high).toBeCloseTo(high, 10);
  });

  it('refuses what is no area and labels without slices', () => {
    expect(() => aucScoreInterval(Number.NaN, 3, 3)).toThrow(RangeError);
    expect(() => aucScoreInterval(0.5, 0, 3)).toThrow(RangeError);
  });
});
