import { describe, expect, it } from 'vitest';
import { wilsonProportion } from '../../../src/statistics/wilson.ts';

describe('wilsonProportion', () => {
  // statsmodels 0.15.0: statsmodels.stats.proportion.proportion_confint(k, n, alpha=0.05, method='wilson')
  it.each([
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371106, 1],
    [1, 1, 0.2065493143772374, 1],
    [37, 38, 0.8650512388404787, 0.9953394123142315],
    [81, 263, 0.2552885198782742, 0.36620957698280004],
    [15, 148, 0.06238639953073628, 0.16048724172330803],
    [5, 56, 0.0387421484495869, 0.19256001385511165],
  ])('agrees with statsmodels for %i of %i', (k, n, low, high) => {
    const interval = wilsonProportion(k, n);
    expect(interval.value).toBe(k / n);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });

  it('agrees with the worked example of Newcombe 1998, table I, method 3', () => {
    const { low, high } = wilsonProportion(15, 148);
    expect([low?.toFixed(4), high?.toFixed(4)]).toEqual(['0.0624', '0.1605']);
  });

  it('has no value where nothing was counted', () => {
    expect(wilsonProportion(0, 0)).toEqual({ k: 0, n: 0, value: null, low: null, high: null });
  });

  it('refuses what is not a proportion', () => {
    expect(() => wilsonProportion(3, 2)).toThrow(RangeError);
    expect(() => wilsonProportion(-1, 2)).toThrow(RangeError);
    expect(() => wilsonProportion(0.5, 2)).toThrow(RangeError);
  });
});
