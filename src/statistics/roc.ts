import type { RankedScores, Weights } from './scored-slices.ts';

/** One point of the ROC curve; haemorrhage is called at `threshold` and above, and nowhere where it is null. */
export interface RocPoint {
  readonly threshold: number | null;
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The ROC curve from (0, 1) to (1, 0) in sensitivity and specificity, one point for each distinct probability: slices with
 * the same probability cross the threshold together, which draws ties as a slope and not as a step (Fawcett, 2006,
 * Pattern Recognit. Lett. 27:861-874). Empty unless both labels occur.
 */
export function rocPoints(ranked: RankedScores): RocPoint[] {
  const { scores, positives, positiveCount, negativeCount } = ranked;
  if (positiveCount === 0 || negativeCount === 0) return [];
  const points: RocPoint[] = [{ threshold: null, sensitivity: 0, specificity: 1 }];
  let truePositives = 0;
  scores.forEach((threshold, i) => {
    truePositives += positives[i] as number;
    if (scores[i + 1] === threshold) return;
    const falsePositives = i + 1 - truePositives;
    points.push({
      threshold,
      sensitivity: truePositives / positiveCount,
      specificity: (negativeCount - falsePositives) / negativeCount,
    });
  });
  return points;
}

/**
 * Area under the ROC curve, 0..1: the share of pairs of one slice with and one without haemorrhage in which the former has
 * the higher probability, ties counted half (Mann-Whitney U; Hanley & McNeil, 1982, Radiology 143:29-36).
 * Null unless both labels have weight.
 */
export function areaUnderRoc(ranked: RankedScores, weights: Weights = ranked.once): number | null {
  const { scores, positives, n } = ranked;
  let positivesAbove = 0;
  let negativesAbove = 0;
  let tiedPositives = 0;
  let tiedNegatives = 0;
  let wonPairs = 0;
  for (let i = 0; i < n; i += 1) {
    if (positives[i] === 1) tiedPositives += weights[i] as number;
    else tiedNegatives += weights[i] as number;
    if (i + 1 < n && scores[i + 1] === scores[i]) continue;
    wonPairs += tiedNegatives * (positivesAbove + tiedPositives / 2);
    positivesAbove += tiedPositives;
    negativesAbove += tiedNegatives;
    tiedPositives = 0;
    tiedNegatives = 0;
  }
  const pairs = positivesAbove * negativesAbove;
  return pairs === 0 ? null : wonPairs / pairs;
}
