import type { RankedScores, Weights } from './scored-slices.ts';

/** One point of the precision-recall curve; haemorrhage is called at `threshold` and above, and nowhere where it is null. */
export interface PrecisionRecallPoint {
  readonly threshold: number | null;
  readonly recall: number;
  readonly precision: number;
}

/**
 * The precision-recall curve, one point for each distinct probability, from recall 0 (where precision is set to 1, as
 * scikit-learn does) to recall 1. Empty unless there is a slice with haemorrhage.
 */
export function precisionRecallPoints(ranked: RankedScores): PrecisionRecallPoint[] {
  const { scores, positives, positiveCount } = ranked;
  if (positiveCount === 0) return [];
  const points: PrecisionRecallPoint[] = [{ threshold: null, recall: 0, precision: 1 }];
  let truePositives = 0;
  scores.forEach((threshold, i) => {
    truePositives += positives[i] as number;
    if (scores[i + 1] === threshold) return;
    points.push({ threshold, recall: truePositives / positiveCount, precision: truePositives / (i + 1) });
  });
  return points;
}

/**
 * Average precision, 0..1: the precision at each threshold weighted by the recall gained there, without interpolation (the
 * definition of scikit-learn's average_precision_score). It depends on the share of haemorrhage among the slices.
 * Null unless a slice with haemorrhage has weight.
 */
export function averagePrecision(ranked: RankedScores, weights: Weights = ranked.once): number | null {
  const { scores, positives, n } = ranked;
  let truePositives = 0;
  let called = 0;
  let gained = 0;
  let area = 0;
  for (let i = 0; i < n; i += 1) {
    called += weights[i] as number;
    if (positives[i] === 1) gained += weights[i] as number;
    if (i + 1 < n && scores[i + 1] === scores[i]) continue;
    truePositives += gained;
    if (gained > 0) area += (gained * truePositives) / called;
    gained = 0;
  }
  return truePositives === 0 ? null : area / truePositives;
}
