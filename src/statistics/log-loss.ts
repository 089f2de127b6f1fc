import type { ScoredSlice } from './scored-slices.ts';

/** Probabilities are kept this far from 0 and 1, so that one sure mistake does not count for ever. */
const EDGE = 1e-7;

/**
 * Mean log loss in nats: minus the logarithm of the probability of the true label (scikit-learn's `log_loss`). Guessing a
 * half costs ln 2 = 0.69. NaN for no slices.
 */
export function logLoss(slices: readonly Pick<ScoredSlice, 'probability' | 'label'>[]): number {
  const sum = slices.reduce((total, { probability, label }) => {
    const kept = Math.min(1 - EDGE, Math.max(EDGE, probability));
    return total - Math.log(label === 'haemorrhage' ? kept : 1 - kept);
  }, 0);
  return sum / slices.length;
}
