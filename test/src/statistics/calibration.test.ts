import { describe, expect, it } from 'vitest';
import { expectedCalibrationError, reliabilityBins } from '../../../src/statistics/calibration.ts';
import { rankScores } from '../../../src/statistics/scored-slices.ts';
import { LABELS, PROBABILITIES, scoredSlices, WEIGHTS } from './fixtures/scored-examples.ts';

const ranked = rankScores(scoredSlices(LABELS, PROBABILITIES));

describe('reliabilityBins', () => {
  it('agrees with scikit-learn', () => {
    // scikit-learn 1.9.1: sklearn.calibration.calibration_curve(labels, probabilities, n_bins=10); counts by
    // numpy.bincount(numpy.searchsorted(numpy.linspace(0, 1, 11)[1:-1], probabilities))
    const bins = reliabilityBins(ranked);
    expect(bins.map(({ n }) => n)).toEqual([7, 5, 5, 2, 1, 6, 5, 2, 4, 3]);
    expect(bins.map(({ observed }) => observed.k)).toEqual([0, 1, 0, 0, 0, 2, 4, 2, 4, 3]);
    const means = [0.0642857, 0.144, 0.228, 0.4, 0.45, 0.5483333, 0.654, 0.725, 0.8675, 0.9533333];
    bins.forEach(({ meanProbability }, i) => {
      expect(meanProbability).toBeCloseTo(means[i] ?? Number.NaN, 7);
    });
  });

  it('gives empty bins no mean, and puts 0 and 1 into the outer ones', () => {
    const bins = reliabilityBins(rankScores(scoredSlices([0, 1], [0, 1])), 4);
    expect(bins.map(({ n }) => n)).toEqual([1, 0, 0, 1]);
    expect(bins[1]).toMatchObject({ low: 0.25, high: 0.5, meanProbability: null, observed: { value: null } });
  });

  it('refuses what is no number of bins', () => {
    expect(() => reliabilityBins(ranked, 0)).toThrow(RangeError);
    expect(() => expectedCalibrationError(ranked, 2.5)).toThrow(RangeError);
  });
});

describe('expectedCalibrationError', () => {
  it('agrees with a sum over the bins in NumPy', () => {
    // numpy 2.4.6: sum(abs((w * (p - y))[bin == b].sum()) for b in range(10)) / w.sum(), bins as above; with 5 bins 0.145
    expect(expectedCalibrationError(ranked)).toBeCloseTo(0.159, 12);
    expect(expectedCalibrationError(ranked, 5)).toBeCloseTo(0.145, 12);
    const weights = Uint32Array.from(ranked.order, (index) => WEIGHTS[index] ?? 0);
    expect(expectedCalibrationError(ranked, 10, weights)).toBeCloseTo(0.10045454545454545, 12);
  });

  it('is null for nothing', () => {
    expect(expectedCalibrationError(rankScores([]))).toBeNull();
  });
});
