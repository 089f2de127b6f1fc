import type { RankedScores, Weights } from './scored-slices.ts';

/**
 * Brier score, 0 (best) to 1: the mean squared distance of the probability of haemorrhage from 1 or 0
 * (Brier, 1950, Mon. Weather Rev. 78:1-3, in its form for two classes). Null without weight.
 */
export function brierScore(ranked: RankedScores, weights: Weights = ranked.once): number | null {
  const { scores, positives, n } = ranked;
  let total = 0;
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    const miss = (scores[i] as number) - (positives[i] as number);
    total += weights[i] as number;
    sum += (weights[i] as number) * miss * miss;
  }
  return total === 0 ? null : sum / total;
}
