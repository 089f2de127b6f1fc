/** An interval of values, both ends in it. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** Lowest and highest finite value outside `except`, 0..0 where there is none. */
export function finiteRange(values: ArrayLike<number>, except: ValueRange | null = null): ValueRange {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (!Number.isFinite(value) || (except !== null && value >= except.min && value <= except.max)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}
