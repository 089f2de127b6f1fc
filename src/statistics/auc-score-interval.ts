import type { Interval } from './figure.ts';
import { Z_95 } from './normal.ts';

/**
 * The 95 % score interval of an area under the ROC curve from its counts alone: the areas A with |auc - A| at most z
 * standard errors, the squared error being A(1-A)/(mn) * (1 + (N-1)((1-A)/(2-A) + A/(1+A))) with N = (m+n)/2 (Newcombe, 2006,
 * Stat. Med. 25:559-573, method 5). It says something where every pair is ranked right and DeLong's variance is 0.
 * @param positiveCount m, at least 1
 * @param negativeCount n, at least 1
 * @throws RangeError for an area outside 0..1 or a count below 1
 */
export function aucScoreInterval(auc: number, positiveCount: number, negativeCount: number): Interval {
  if (!(auc >= 0 && auc <= 1)) throw new RangeError(`${auc} is not an area under a ROC curve.`);
  if (!(positiveCount >= 1 && negativeCount >= 1)) throw new RangeError('An area needs slices of both labels.');
  const within = (area: number): boolean => {
    const spread = (1 - area) / (2 - area) + area / (1 + area);
    const inflation = 1 + ((positiveCount + negativeCount) / 2 - 1) * spread;
    const variance = (area * (1 - area) * inflation) / (positiveCount * negativeCount);
    return (auc - area) ** 2 <= Z_95 ** 2 * variance;
  };
  return { low: auc === 0 ? 0 : bisect(0, auc, within), high: auc === 1 ? 1 : bisect(1, auc, within) };
}

/** Where `within` turns true on the way from an end at which it is false to one at which it is true. */
function bisect(from: number, to: number, within: (value: number) => boolean): number {
  let outside = from;
  let inside = to;
  for (let step = 0; step < 60; step += 1) {
    const middle = (outside + inside) / 2;
    if (within(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
