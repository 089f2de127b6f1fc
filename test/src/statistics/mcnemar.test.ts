import { describe, expect, it } from 'vitest';
import { mcNemarExact } from '../../../src/statistics/mcnemar.ts';

describe('mcNemarExact', () => {
  // statsmodels 0.15.0: statsmodels.stats.contingency_tables.mcnemar([[0, b], [c, 0]], exact=True).pvalue
  it.each([
    [10, 2, 0.03857421875],
    [6, 6, 1],
    [0, 5, 0.0625],
    [59, 6, 4.964650327128616e-12],
    [121, 59, 4.4344492637551645e-6],
  ])('agrees with statsmodels for %i against %i', (first, second, p) => {
    expect(mcNemarExact(first, second) / p).toBeCloseTo(1, 9);
    expect(mcNemarExact(second, first)).toBe(mcNemarExact(first, second));
  });

  it('is 1 where the models never differ', () => {
    expect(mcNemarExact(0, 0)).toBe(1);
  });

  it('refuses what is not a count', () => {
    expect(() => mcNemarExact(-1, 2)).toThrow(RangeError);
  });
});
