import { describe, expect, it } from 'vitest';
import { afterWarmUp, compareRuns, largestDifference, median } from './ratios.ts';

describe('the figures of the bench', () => {
  it('takes the middle of an odd and of an even count, in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(() => median([])).toThrow(RangeError);
  });

  it('leaves out the run that warms up', () => {
    expect(afterWarmUp([900, 10, 12])).toEqual([10, 12]);
    expect(() => afterWarmUp([900])).toThrow(RangeError);
  });

  it('divides run by run, so that a slow minute that hits both sides does not count', () => {
    // The second pair ran at a tenth of the speed.
    const { ratio, pairs, ours, theirs } = compareRuns([80, 900, 90], [100, 1000, 100]);
    expect(pairs).toEqual([0.8, 0.9, 0.9]);
    expect(ratio).toBe(0.9);
    expect(ours).toEqual({ median: 90, least: 80, most: 900, n: 3 });
    expect(theirs).toEqual({ median: 100, least: 100, most: 1000, n: 3 });
  });

  it('refuses what cannot be paired', () => {
    expect(() => compareRuns([1, 2], [1])).toThrow(RangeError);
    expect(() => compareRuns([], [])).toThrow(RangeError);
    expect(() => compareRuns([1], [0])).toThrow(RangeError);
    expect(() => compareRuns([Number.NaN], [1])).toThrow(RangeError);
  });

  it('finds the largest difference, and does not pass over what is no number', () => {
    expect(largestDifference([1, 2, 3], [1, 2.5, 3.25])).toBe(0.5);
    expect(largestDifference([1, Number.NaN, 3], [1, 2, 3])).toBeNaN();
    expect(() => largestDifference([1], [1, 2])).toThrow(RangeError);
  });
});
