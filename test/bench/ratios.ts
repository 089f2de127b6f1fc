/** What repeated runs of one figure gave. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly n: number;
}

/** Two sides of one measurement, run in turn. */
export interface Comparison {
  readonly ours: Spread;
  readonly theirs: Spread;
  /** Ours divided by theirs in each pair of neighbouring runs. */
  readonly pairs: readonly number[];
  /** The median of `pairs`: a machine whose speed drifts slows both halves of a pair. */
  readonly ratio: number;
}

/**
 * The middle value, the mean of the two middle ones for an even count.
 * @throws RangeError when there is none
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('There is no median of nothing.');
  return (lower + upper) / 2;
}

/** The value that 95 of 100 do not exceed (nearest rank); NaN of nothing. */
export function percentile95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}

/** The first one warms up (libraries, memory, the processor's clock) and does not count. */
export function afterWarmUp(values: readonly number[]): number[] {
  if (values.length < 2) throw new RangeError('A figure without its warm-up needs two runs or more.');
  return values.slice(1);
}

/**
 * Compares runs pair by pair.
 * @param ours one figure for each run, in the order of the runs
 * @param theirs as many, each measured beside its neighbour
 * @throws RangeError for no runs, for unequal numbers of them, or figures that are not above 0
 */
export function compareRuns(ours: readonly number[], theirs: readonly number[]): Comparison {
  if (ours.length !== theirs.length)
    throw new RangeError(`${ours.length} runs cannot be paired with ${theirs.length}.`);
  if ([...ours, ...theirs].some((value) => !(value > 0))) throw new RangeError('A figure is not above 0.');
  const pairs = ours.map((value, index) => value / (theirs[index] as number));
  return { ours: spreadOf(ours), theirs: spreadOf(theirs), pairs, ratio: median(pairs) };
}

function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), n: values.length };
}

/** The largest distance between two lists, value by value; NaN where a value is none. Throws RangeError for unequal lengths. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be compared with ${b.length}.`);
  let largest = 0;
  for (let at = 0; at < a.length; at++) {
    const difference = Math.abs((a[at] as number) - (b[at] as number));
    if (Number.isNaN(difference)) return difference;
    if (difference > largest) largest = difference;
  }
  return largest;
}
