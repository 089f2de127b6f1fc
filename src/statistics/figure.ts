/** The two ends of a 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * One figure of an evaluation. `value` is null where the figure is not defined, `low` and `high` where no honest interval
 * can be given; `reason` then says why in words, and is null otherwise. Never NaN.
 */
export interface Figure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How many slices the figure rests on: all of them, or those of one label for sensitivity and specificity. */
  readonly n: number;
  /** How the 95 % interval was made. */
  readonly method: string;
  readonly reason: string | null;
}

/** A figure with its interval. */
export function figureOf(value: number, interval: Interval, n: number, method: string): Figure {
  return { value, low: interval.low, high: interval.high, n, method, reason: null };
}

/** A figure without an interval, or without even a value, and why. */
export function openFigure(value: number | null, n: number, reason: string): Figure {
  return { value, low: null, high: null, n, method: 'none', reason };
}
