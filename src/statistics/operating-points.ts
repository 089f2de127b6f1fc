import type { RankedScores, Weights } from './scored-slices.ts';

/** A threshold (haemorrhage is called at and above it; null calls nothing) and what it gives on the slices at hand. */
export interface OperatingPoint {
  readonly threshold: number | null;
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The operating point with the highest sensitivity among those with at least the wanted specificity (0..1). Only observed
 * probabilities serve as thresholds, without interpolation between them; of equals the highest threshold is taken.
 * The threshold is chosen on the slices it is judged on, so the figure flatters unless an interval repeats the choice.
 * Null unless both labels have weight.
 * @throws RangeError for a target outside 0..1
 */
export function pointAtSpecificity(
  ranked: RankedScores,
  target: number,
  weights: Weights = ranked.once,
): OperatingPoint | null {
  return bestPoint(ranked, target, weights, 'specificity');
}

/** The reverse: the highest specificity among the operating points with at least the wanted sensitivity (0..1). */
export function pointAtSensitivity(
  ranked: RankedScores,
  target: number,
  weights: Weights = ranked.once,
): OperatingPoint | null {
  return bestPoint(ranked, target, weights, 'sensitivity');
}

function bestPoint(
  ranked: RankedScores,
  target: number,
  weights: Weights,
  held: 'sensitivity' | 'specificity',
): OperatingPoint | null {
  if (!(target >= 0 && target <= 1)) throw new RangeError(`A target of ${target} is not between 0 and 1.`);
  const { positiveWeight, negativeWeight } = weightOfLabels(ranked, weights);
  if (positiveWeight === 0 || negativeWeight === 0) return null;
  const { scores, positives, n } = ranked;
  let best: OperatingPoint = { threshold: null, sensitivity: 0, specificity: 1 };
  if (held === 'sensitivity' && target === 0) return best;
  let truePositives = 0;
  let falsePositives = 0;
  for (let i = 0; i < n; i += 1) {
    if (positives[i] === 1) truePositives += weights[i] as number;
    else falsePositives += weights[i] as number;
    if (i + 1 < n && scores[i + 1] === scores[i]) continue;
    const threshold = scores[i] as number;
    const sensitivity = truePositives / positiveWeight;
    const specificity = (negativeWeight - falsePositives) / negativeWeight;
    if (held === 'sensitivity' && sensitivity >= target) return { threshold, sensitivity, specificity };
    if (held === 'specificity' && specificity < target) return best;
    if (held === 'specificity' && sensitivity > best.sensitivity) best = { threshold, sensitivity, specificity };
  }
  return best;
}

function weightOfLabels(ranked: RankedScores, weights: Weights): { positiveWeight: number; negativeWeight: number } {
  let positiveWeight = 0;
  let negativeWeight = 0;
  for (let i = 0; i < ranked.n; i += 1) {
    if (ranked.positives[i] === 1) positiveWeight += weights[i] as number;
    else negativeWeight += weights[i] as number;
  }
  return { positiveWeight, negativeWeight };
}
