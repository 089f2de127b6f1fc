import type { Proportion } from '../contract/shared.ts';
import { Z_95 } from './normal.ts';

/**
 * Proportion k of n with its two-sided 95 % interval by the score method without continuity correction (Wilson, 1927,
 * J. Am. Stat. Assoc. 22:209-212; Newcombe, 1998, Stat. Med. 17:857-872, method 3). All values in 0..1; null when n is 0.
 * @throws RangeError unless 0 <= k <= n, both integers
 */
export function wilsonProportion(k: number, n: number): Proportion {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 0 || k > n) {
    throw new RangeError(`${k} of ${n} is not a proportion.`);
  }
  if (n === 0) return { k, n, value: null, low: null, high: null };
  const value = k / n;
  const z2 = Z_95 * Z_95;
  const centre = (value + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((value * (1 - value)) / n + z2 / (4 * n * n));
  const low = k === 0 ? 0 : Math.max(0, centre - half);
  const high = k === n ? 1 : Math.min(1, centre + half);
  return { k, n, value, low, high };
}
