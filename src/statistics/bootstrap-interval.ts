import type { Interval } from './figure.ts';
import { normalBelow, normalQuantile, Z_95 } from './normal.ts';

/**
 * The quantile (0..1) of values in ascending order, interpolated linearly (Hyndman & Fan, 1996, Am. Stat. 50:361-365, type 7,
 * which is the default of R and NumPy).
 * @throws RangeError for no values or a share outside 0..1
 */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0 || !(share >= 0 && share <= 1))
    throw new RangeError(`No quantile ${share} of ${sorted.length} values.`);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  const above = sorted[Math.ceil(at)] as number;
  return below + (above - below) * (at - Math.floor(at));
}

/** The 95 % percentile interval of bootstrap values in ascending order; null for none. */
export function percentileInterval(sorted: Float64Array): Interval | null {
  return sorted.length === 0 ? null : { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/**
 * The bias-corrected and accelerated 95 % interval (Efron, 1987, J. Am. Stat. Assoc. 82:171-185; several strata as in
 * Davison & Hinkley, 1997, Bootstrap Methods and their Application, eq. 5.25). Without left-out values the acceleration is 0,
 * which is the bias-corrected percentile interval. Null where all or no bootstrap values lie below the estimate.
 * @param sorted bootstrap values in ascending order
 * @param leftOut the statistic with each unit left out, one list for each stratum
 */
export function bcaInterval(
  sorted: Float64Array,
  estimate: number,
  leftOut: readonly (readonly number[])[] = [],
): Interval | null {
  const below = sorted.reduce((sum, value) => sum + (value < estimate ? 1 : value === estimate ? 0.5 : 0), 0);
  if (below === 0 || below === sorted.length) return null;
  const bias = normalQuantile(below / sorted.length);
  const acceleration = accelerationOf(leftOut);
  const shareAt = (z: number): number => normalBelow(bias + (bias + z) / (1 - acceleration * (bias + z)));
  return { low: quantile(sorted, shareAt(-Z_95)), high: quantile(sorted, shareAt(Z_95)) };
}

function accelerationOf(leftOut: readonly (readonly number[])[]): number {
  let cubes = 0;
  let squares = 0;
  for (const values of leftOut) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const value of values) {
      const influence = (values.length - 1) * (mean - value);
      cubes += influence ** 3 / values.length ** 3;
      squares += influence ** 2 / values.length ** 2;
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
