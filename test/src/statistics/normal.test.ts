import { describe, expect, it } from 'vitest';
import { normalBelow, normalQuantile, twoSidedP, Z_95 } from '../../../src/statistics/normal.ts';

describe('normal distribution', () => {
  // scipy 1.17.1: scipy.stats.norm.cdf(z)
  it.each([
    [-8, 6.22096057427174e-16],
    [-3.3, 0.00048342414238377744],
    [-1.96, 0.024997895148220435],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [2.2, 0.9860965524865014],
    [7.5, 0.9999999999999681],
  ])('agrees with scipy below %f', (z, share) => {
    expect(normalBelow(z) / share).toBeCloseTo(1, 9);
  });

  // scipy 1.17.1: scipy.stats.norm.ppf(share)
  it.each([
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.02, -2.053748910631823],
    [0.3, -0.5244005127080409],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.999999, 4.753424308817087],
  ])('agrees with scipy at the quantile %f', (share, z) => {
    expect(normalQuantile(share)).toBeCloseTo(z, 9);
  });

  it('has its two-sided 95 % point at Z_95', () => {
    expect(twoSidedP(Z_95)).toBeCloseTo(0.05, 12);
    expect(twoSidedP(-Z_95)).toBe(twoSidedP(Z_95));
    expect(twoSidedP(0)).toBe(1);
  });

  it('is infinite at the ends and refuses what is no share', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalBelow(-40)).toBe(0);
    expect(() => normalQuantile(Number.NaN)).toThrow(RangeError);
    expect(() => normalQuantile(1.1)).toThrow(RangeError);
  });
});
