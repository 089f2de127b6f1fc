import type { Confusion } from './confusion.ts';

/**
 * Matthews' correlation coefficient of call and label, -1..1 (Matthews, 1975, Biochim. Biophys. Acta 405:442-451). Counts may
 * be weights. Null where a row or column of the matrix is empty (scikit-learn says 0 there, which would claim chance level).
 */
export function matthewsCorrelation(confusion: Confusion): number | null {
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = confusion;
  const squared = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
  return squared === 0 ? null : (tp * tn - fp * fn) / Math.sqrt(squared);
}
