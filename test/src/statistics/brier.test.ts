import { describe, expect, it } from 'vitest';
import { brierScore } from '../../../src/statistics/brier.ts';
import { rankScores } from '../../../src/statistics/scored-slices.ts';
import { LABELS, PROBABILITIES, scoredSlices, WEIGHTS } from './fixtures/scored-examples.ts';

describe('brierScore', () => {
  it('agrees with scikit-learn, with and without weights', () => {
    // scikit-learn 1.9.1: sklearn.metrics.brier_score_loss(labels, probabilities[, sample_weight=weights])
    const ranked = rankScores(scoredSlices(LABELS, PROBABILITIES));
    expect(brierScore(ranked)).toBeCloseTo(0.10830999999999999, 14);
    const weights = Uint32Array.from(ranked.order, (index) => WEIGHTS[index] ?? 0);
    expect(brierScore(ranked, weights)).toBeCloseTo(0.09996818181818182, 14);
  });

  it('is 0 for certainty that is right, 1 for certainty that is wrong, and null for nothing', () => {
    expect(brierScore(rankScores(scoredSlices([1, 0], [1, 0])))).toBe(0);
    expect(brierScore(rankScores(scoredSlices([1, 0], [0, 1])))).toBe(1);
    expect(brierScore(rankScores([]))).toBeNull();
  });
});
