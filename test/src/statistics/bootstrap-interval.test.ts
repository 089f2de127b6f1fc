import { describe, expect, it } from 'vitest';
import { bcaInterval, percentileInterval, quantile } from '../../../src/statistics/bootstrap-interval.ts';

/** Forty bootstrap means of the ten values below: numpy.random.default_rng(5), rounded. */
const MEANS = Float64Array.of(
  1.12,
  1.15,
  1.51,
  1.54,
  1.57,
  1.57,
  1.74,
  1.75,
  1.8,
  1.83,
  1.9,
  2.03,
  2.04,
  2.09,
  2.12,
  2.15,
  2.15,
  2.18,
  2.18,
  2.21,
  2.23,
  2.23,
  2.34,
  2.35,
  2.41,
  2.42,
  2.48,
  2.5,
  2.53,
  2.55,
  2.56,
  2.56,
  2.56,
  2.59,
  2.69,
  2.76,
  2.86,
  3.02,
  3.08,
  3.12,
);
const VALUES = [0.3, 1.2, 2.5, 0.7, 4.1, 3.3, 0.2, 1.9, 2.2, 6.5];
const OTHERS = [1.1, 0.4, 2, 0.9, 5.2, 0.1];
/** Forty bootstrap ratios of the means of both lists, drawn after those. */
const RATIOS = Float64Array.of(
  0.592,
  0.749,
  0.87,
  0.885,
  0.917,
  0.923,
  1.049,
  1.137,
  1.178,
  1.217,
  1.219,
  1.235,
  1.402,
  1.422,
  1.445,
  1.467,
  1.48,
  1.525,
  1.539,
  1.606,
  1.629,
  1.719,
  1.775,
  1.81,
  1.846,
  1.96,
  2.033,
  2.037,
  2.137,
  2.17,
  2.216,
  2.313,
  2.474,
  2.674,
  2.922,
  3.147,
  3.3,
  3.891,
  3.994,
  5.486,
);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const without = (values: readonly number[], left: number): number => mean(values.filter((_, i) => i !== left));

describe('percentileInterval', () => {
  it('agrees with NumPy', () => {
    // numpy 2.4.6: numpy.quantile(means, [.025, .975])
    const interval = percentileInterval(MEANS);
    expect(interval?.low).toBeCloseTo(1.14925, 12);
    expect(interval?.high).toBeCloseTo(3.081, 12);
  });

  it('is null for no values, and a quantile of them is refused', () => {
    expect(percentileInterval(new Float64Array(0))).toBeNull();
    expect(() => quantile(new Float64Array(0), 0.5)).toThrow(RangeError);
    expect(() => quantile(MEANS, Number.NaN)).toThrow(RangeError);
  });
});

describe('bcaInterval', () => {
  // scipy 1.17.1: scipy.stats._resampling._bca_interval(data, statistic, 0, .025, draws, None, numpy), then numpy.quantile
  it('agrees with scipy for one sample', () => {
    const leftOut = VALUES.map((_, i) => without(VALUES, i));
    const interval = bcaInterval(MEANS, mean(VALUES), [leftOut]);
    expect(interval?.low).toBeCloseTo(1.5199120964373802, 9);
    expect(interval?.high).toBeCloseTo(3.108847738984987, 9);
  });

  it('agrees with scipy for two strata', () => {
    const leftOut = [
      VALUES.map((_, i) => without(VALUES, i) / mean(OTHERS)),
      OTHERS.map((_, i) => mean(VALUES) / without(OTHERS, i)),
    ];
    const interval = bcaInterval(RATIOS, mean(VALUES) / mean(OTHERS), leftOut);
    expect(interval?.low).toBeCloseTo(0.5932751288770872, 9);
    expect(interval?.high).toBeCloseTo(2.4015325612000797, 9);
  });

  it('corrects the bias alone without left-out values', () => {
    // scipy 1.17.1: numpy.quantile(means, norm.cdf(2 * norm.ppf(share below) -+ 1.96))
    const interval = bcaInterval(MEANS, mean(VALUES));
    expect(interval?.low).toBeCloseTo(1.4043722548302657, 9);
    expect(interval?.high).toBeCloseTo(3.0989275268076484, 9);
  });

  it('is null where all resamples lie to one side', () => {
    expect(bcaInterval(MEANS, 9)).toBeNull();
    expect(bcaInterval(MEANS, 0)).toBeNull();
    expect(bcaInterval(new Float64Array(0), 0)).toBeNull();
  });
});
