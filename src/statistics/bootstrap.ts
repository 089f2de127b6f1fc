import { createSeededRandom, type Seed } from '../random/seeded-random.ts';
import type { RankedScores, Weights } from './scored-slices.ts';

/** What is drawn: slices or groups ("units"), within strata. */
export interface ResamplingPlan {
  readonly kind: 'stratified' | 'group';
  /** The unit each slice belongs to, in the order of the ranking. */
  readonly unitOf: Int32Array;
  readonly unitCount: number;
  /** The units of each stratum; as many are drawn from it, with replacement, as it holds. */
  readonly strata: readonly Int32Array[];
}

export interface BootstrapOptions {
  readonly resamples: number;
  readonly seed: Seed;
}

/** A statistic's values over the resamples, in ascending order, without the resamples in which it was not defined. */
export type Draws<K extends string> = Readonly<Record<K, Float64Array>>;

/** Several statistics at once, each a number or null where it is not defined for these weights. */
export type Statistics<K extends string> = (weights: Weights) => Readonly<Record<K, number | null>>;

/** Slices are drawn within their label, so each resample has the labels in the numbers of the data. For independent slices. */
export function stratifiedPlan(ranked: RankedScores): ResamplingPlan {
  const slices = Int32Array.from(ranked.scores.keys());
  const strata = [1, 0].map((label) => slices.filter((slice) => ranked.positives[slice] === label));
  return { kind: 'stratified', unitOf: slices, unitCount: ranked.n, strata: strata.filter(({ length }) => length > 0) };
}

/**
 * Whole groups are drawn, whatever their labels, so that slices of one patient stay together (Field & Welsh, 2007,
 * J. R. Stat. Soc. B 69:369-390).
 */
export function groupPlan(ranked: RankedScores): ResamplingPlan {
  const groups = Int32Array.from({ length: ranked.groupCount }, (_, group) => group);
  return { kind: 'group', unitOf: ranked.groups, unitCount: ranked.groupCount, strata: [groups] };
}

/**
 * The bootstrap (Efron, 1979, Ann. Stat. 7:1-26): draws resamples and evaluates all statistics on each of them. The same
 * seed gives the same draws, whichever statistics are asked for.
 * @throws RangeError unless the number of resamples is a whole number above 0
 */
export function bootstrap<K extends string>(
  plan: ResamplingPlan,
  statistics: Statistics<K>,
  { resamples, seed }: BootstrapOptions,
): Draws<K> {
  if (!Number.isInteger(resamples) || resamples < 1) throw new RangeError(`${resamples} is not a number of resamples.`);
  const random = createSeededRandom(seed);
  const weights = new Uint32Array(plan.unitOf.length);
  const draws = new Map<K, Float64Array>();
  const filled = new Map<K, number>();
  for (let resample = 0; resample < resamples; resample += 1) {
    drawWeights(plan, random.nextUint32, weights);
    const values = statistics(weights);
    for (const name in values) {
      const value = values[name];
      const list = draws.get(name) ?? new Float64Array(resamples);
      draws.set(name, list);
      const at = filled.get(name) ?? 0;
      if (value !== null) list[at] = value;
      filled.set(name, value === null ? at : at + 1);
    }
  }
  const sorted = [...draws].map(([name, list]) => [name, list.subarray(0, filled.get(name)).sort()]);
  return Object.fromEntries(sorted) as Draws<K>;
}

/**
 * Each statistic with one unit left out at a time, stratum by stratum: what the acceleration of a BCa interval is made of.
 * NaN never occurs: units without which the statistic is not defined are passed over.
 */
export function leaveOneOut(plan: ResamplingPlan, statistic: (weights: Weights) => number | null): number[][] {
  return plan.strata.map((stratum) =>
    [...stratum].flatMap((left) => {
      const value = statistic(Uint32Array.from(plan.unitOf, (unit) => (unit === left ? 0 : 1)));
      return value === null ? [] : [value];
    }),
  );
}

/** Fills in how often each slice is in a new resample. The bias of scaling 32 bits to a unit's number is below 1e-5. */
function drawWeights(plan: ResamplingPlan, nextUint32: () => number, weights: Weights): void {
  const times = new Uint32Array(plan.unitCount);
  for (const stratum of plan.strata) {
    const scale = stratum.length / 0x100000000;
    for (let drawn = 0; drawn < stratum.length; drawn += 1) {
      const unit = stratum[Math.floor(nextUint32() * scale)] as number;
      times[unit] = (times[unit] as number) + 1;
    }
  }
  for (let i = 0; i < weights.length; i += 1) weights[i] = times[plan.unitOf[i] as number] as number;
}
