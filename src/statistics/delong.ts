import type { Interval } from './figure.ts';
import { twoSidedP, Z_95 } from './normal.ts';

/** Area under the ROC curve with its variance by DeLong's method. */
export interface DeLongArea {
  readonly auc: number;
  readonly variance: number;
}

/** The difference of two areas on the same slices: first less second. */
export interface DeLongDifference {
  readonly difference: number;
  /** The 95 % interval on the plain scale. */
  readonly low: number;
  readonly high: number;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

interface Placements {
  readonly auc: number;
  /** For each slice with haemorrhage, the share of the others below it. */
  readonly ofPositives: Float64Array;
  /** For each slice without, the share of those with haemorrhage above it. */
  readonly ofNegatives: Float64Array;
}

/**
 * Area and variance (DeLong, DeLong & Clarke-Pearson, 1988, Biometrics 44:837-845) by midranks, in n log n time
 * (Sun & Xu, 2014, IEEE Signal Process. Lett. 21:1389-1393). Takes slices for independent. Null with fewer than two slices
 * of a label, where the variance is not defined.
 * @param positives 1 for haemorrhage, 0 for none, as long as `scores`
 * @throws RangeError for lists of different lengths
 */
export function deLongArea(scores: Float64Array, positives: Uint8Array): DeLongArea | null {
  const placed = placementsOf(scores, positives);
  return placed === null ? null : { auc: placed.auc, variance: covariance(placed, placed) };
}

/**
 * The 95 % interval of an area: `plain` is the area plus and minus z standard errors, cut at 0 and 1 (as R's pROC gives);
 * `logit` makes it on the logit scale, which stays inside 0..1 and covers better near 1 (Pepe, 2003, The Statistical
 * Evaluation of Medical Tests, p. 107). Null where the variance is 0, as it is for an area of 0 or 1.
 */
export function deLongInterval({ auc, variance }: DeLongArea, scale: 'plain' | 'logit'): Interval | null {
  if (variance <= 0) return null;
  const half = Z_95 * Math.sqrt(variance);
  if (scale === 'plain') return { low: Math.max(0, auc - half), high: Math.min(1, auc + half) };
  if (auc <= 0 || auc >= 1) return null;
  const logit = Math.log(auc / (1 - auc));
  const logitHalf = half / (auc * (1 - auc));
  return { low: 1 / (1 + Math.exp(logitHalf - logit)), high: 1 / (1 + Math.exp(-logitHalf - logit)) };
}

/**
 * Paired test of two models on the same slices (sources as for {@link deLongArea}); z is 0 and p is 1 where both rank the
 * slices alike. Null with fewer than two slices of a label, and where the difference has no variance but is not 0.
 * @throws RangeError for lists of different lengths
 */
export function deLongDifference(
  first: Float64Array,
  second: Float64Array,
  positives: Uint8Array,
): DeLongDifference | null {
  const one = placementsOf(first, positives);
  const two = placementsOf(second, positives);
  if (one === null || two === null) return null;
  const difference = one.auc - two.auc;
  const variance = covariance(one, one) + covariance(two, two) - 2 * covariance(one, two);
  if (variance <= 1e-15) return Math.abs(difference) < 1e-12 ? { difference: 0, low: 0, high: 0, z: 0, p: 1 } : null;
  const z = difference / Math.sqrt(variance);
  const half = Z_95 * Math.sqrt(variance);
  return { difference, low: difference - half, high: difference + half, z, p: twoSidedP(z) };
}

function placementsOf(scores: Float64Array, positives: Uint8Array): Placements | null {
  if (scores.length !== positives.length) throw new RangeError('Scores and labels differ in number.');
  const withBleed = scores.filter((_, i) => positives[i] === 1);
  const without = scores.filter((_, i) => positives[i] !== 1);
  if (withBleed.length < 2 || without.length < 2) return null;
  const all = midranks(scores);
  const ranksWith = midranks(withBleed);
  const ranksWithout = midranks(without);
  const ofPositives = all
    .filter((_, i) => positives[i] === 1)
    .map((r, i) => (r - (ranksWith[i] as number)) / without.length);
  const ofNegatives = all
    .filter((_, i) => positives[i] !== 1)
    .map((r, i) => 1 - (r - (ranksWithout[i] as number)) / withBleed.length);
  return { auc: mean(ofPositives), ofPositives, ofNegatives };
}

/** Ranks from 1, equal values sharing the mean of their ranks. */
function midranks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  let from = 0;
  while (from < order.length) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to += 1;
    for (let i = from; i <= to; i += 1) ranks[order[i] as number] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}

function covariance(one: Placements, two: Placements): number {
  return (
    sampleCovariance(one.ofPositives, two.ofPositives) / one.ofPositives.length +
    sampleCovariance(one.ofNegatives, two.ofNegatives) / one.ofNegatives.length
  );
}

function sampleCovariance(x: Float64Array, y: Float64Array): number {
  const meanX = mean(x);
  const meanY = mean(y);
  return x.reduce((sum, value, i) => sum + (value - meanX) * ((y[i] as number) - meanY), 0) / (x.length - 1);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
