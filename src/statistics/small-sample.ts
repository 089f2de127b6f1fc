import type { Proportion } from '../contract/shared.ts';

/** Intervals wider than this (of 0..1) get a warning. */
const WIDE = 0.1;

/**
 * What a proportion from few slices says, in words: "18/18 means at least 82 %". The limits are those of the two-sided 95 %
 * Wilson interval, rounded outwards: for n of n the lower one is n/(n + 1.96^2), 82.4 % for 18. (The exact interval of Clopper and
 * Pearson gives 81.5 % there, and a one-sided exact limit 84.7 %.)
 */
export function proportionInWords({ k, n, low, high }: Proportion): string {
  if (low === null || high === null) return 'No slice was counted.';
  const counted = `${k}/${n} means`;
  if (k === n) return `${counted} at least ${floorPercent(low)} %`;
  if (k === 0) return `${counted} at most ${ceilPercent(high)} %`;
  return `${counted} ${floorPercent(low)} % to ${ceilPercent(high)} %`;
}

/** The same as a warning, where the interval is wider than ten points or nothing was counted; else null. */
export function smallSampleWarning(name: string, proportion: Proportion): string | null {
  if (proportion.low === null || proportion.high === null) return `${name}: no slice was counted.`;
  return proportion.high - proportion.low > WIDE ? `${name}: ${proportionInWords(proportion)}.` : null;
}

function floorPercent(share: number): number {
  return Math.floor(share * 100 + 1e-9);
}

function ceilPercent(share: number): number {
  return Math.ceil(share * 100 - 1e-9);
}
