/** An interval of values, both ends in it. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** Whether a value is in an interval, which null leaves empty. */
export function isWithin(value: number, range: ValueRange | null): boolean {
  return range !== null && value >= range.min && value <= range.max;
}

/** Lowest and highest finite value outside `except`, 0..0 where there is none. */
export function finiteRange(values: ArrayLike<number>, except: ValueRange | null = null): ValueRange {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (!Number.isFinite(value) || isWithin(value, except)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}
