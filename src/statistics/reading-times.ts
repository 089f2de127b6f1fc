import { quantile } from './bootstrap-interval.ts';

/** Longer than this from showing to decision is a pause and not a read; it counts as this long, and is counted. */
export const PAUSE_MS = 5 * 60_000;

/** How long reads took, in milliseconds; quartiles as R's type 7. Null where no read has a time. */
export interface ReadingTimes {
  /** Reads with a time. */
  readonly n: number;
  /** Reads without one: from a table, or the clock was set back. */
  readonly untimed: number;
  /** Reads cut at `PAUSE_MS`. */
  readonly paused: number;
  readonly medianMs: number | null;
  readonly lowerQuartileMs: number | null;
  readonly upperQuartileMs: number | null;
  readonly shortestMs: number | null;
  readonly longestMs: number | null;
}

/** Sums up times to decide; null is a read without one. Pauses are cut and counted, never dropped. */
export function readingTimes(decidedAfterMs: readonly (number | null)[]): ReadingTimes {
  const timed = decidedAfterMs.filter((value): value is number => value !== null);
  const sorted = Float64Array.from(timed, (value) => Math.min(value, PAUSE_MS)).sort();
  const at = (share: number): number | null => (sorted.length === 0 ? null : quantile(sorted, share));
  return {
    n: timed.length,
    untimed: decidedAfterMs.length - timed.length,
    paused: timed.filter((value) => value > PAUSE_MS).length,
    medianMs: at(0.5),
    lowerQuartileMs: at(0.25),
    upperQuartileMs: at(0.75),
    shortestMs: at(0),
    longestMs: at(1),
  };
}
