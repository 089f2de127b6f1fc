import { bootstrap, groupPlan, type Statistics, stratifiedPlan } from './bootstrap.ts';
import { percentileInterval } from './bootstrap-interval.ts';
import type { RankedScores, Weights } from './scored-slices.ts';

/** The 95 % of resampled curves at one place of the horizontal axis, all values 0..1. */
export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

export interface BandOptions {
  readonly seed: number;
  /** 1000 unless told. */
  readonly resamples?: number;
  /** Places along the horizontal axis, its ends included; 41 unless told. */
  readonly places?: number;
}

/** A curve on a grid: the height at each place for the given weights, null where it is not defined. */
type Curve = (ranked: RankedScores, grid: readonly number[], weights: Weights) => (number | null)[];

/**
 * Sensitivity at each false positive rate (1 - specificity), as the pointwise 95 % percentile band over resamples: of whole
 * groups where one holds several slices, else of slices within their label. Pointwise: a whole curve leaves it more often
 * than one time in twenty. Empty unless both labels occur.
 */
export function rocBand(ranked: RankedScores, options: BandOptions): BandPoint[] {
  return bandOf(ranked, sensitivityAt, options);
}

/** Precision at each recall, likewise. */
export function precisionRecallBand(ranked: RankedScores, options: BandOptions): BandPoint[] {
  return bandOf(ranked, precisionAt, options);
}

function bandOf(ranked: RankedScores, curve: Curve, { seed, resamples = 1000, places = 41 }: BandOptions): BandPoint[] {
  if (ranked.positiveCount === 0 || ranked.negativeCount === 0) return [];
  const grid = Array.from({ length: places }, (_, place) => place / (places - 1));
  const statistics: Statistics<string> = (weights) =>
    Object.fromEntries(curve(ranked, grid, weights).map((height, place) => [String(place), height]));
  const plan = ranked.groupCount === ranked.n ? stratifiedPlan(ranked) : groupPlan(ranked);
  const draws = bootstrap(plan, statistics, { seed, resamples });
  return grid.flatMap((x, place) => {
    const interval = percentileInterval(draws[String(place)] ?? new Float64Array());
    return interval === null ? [] : [{ x, ...interval }];
  });
}

/** Along the ROC curve, with straight lines between its points. */
function sensitivityAt(ranked: RankedScores, grid: readonly number[], weights: Weights): (number | null)[] {
  const points = stepsOf(ranked, weights);
  const last = points.at(-1);
  if (!last || last.positives === 0 || last.negatives === 0) return grid.map(() => null);
  let at = 0;
  return grid.map((x) => {
    const wanted = x * last.negatives;
    while (at + 1 < points.length && (points[at + 1]?.negatives ?? 0) <= wanted) at += 1;
    const left = points[at] ?? last;
    const right = points[at + 1] ?? last;
    const gap = right.negatives - left.negatives;
    const share = gap === 0 ? 0 : (wanted - left.negatives) / gap;
    return (left.positives + share * (right.positives - left.positives)) / last.positives;
  });
}

/** At the highest threshold that reaches the recall. */
function precisionAt(ranked: RankedScores, grid: readonly number[], weights: Weights): (number | null)[] {
  const points = stepsOf(ranked, weights).filter(({ positives, negatives }) => positives + negatives > 0);
  const last = points.at(-1);
  if (!last || last.positives === 0) return grid.map(() => null);
  let at = 0;
  return grid.map((x) => {
    while (at + 1 < points.length && (points[at]?.positives ?? 0) < x * last.positives - 1e-9) at += 1;
    const { positives, negatives } = points[at] ?? last;
    return positives / (positives + negatives);
  });
}

/** Called slices of each label at each distinct probability, from none to all. */
function stepsOf({ scores, positives, n }: RankedScores, weights: Weights): { positives: number; negatives: number }[] {
  const steps = [{ positives: 0, negatives: 0 }];
  let calledPositives = 0;
  let calledNegatives = 0;
  for (let i = 0; i < n; i += 1) {
    if (positives[i] === 1) calledPositives += weights[i] as number;
    else calledNegatives += weights[i] as number;
    if (i + 1 < n && scores[i + 1] === scores[i]) continue;
    steps.push({ positives: calledPositives, negatives: calledNegatives });
  }
  return steps;
}
