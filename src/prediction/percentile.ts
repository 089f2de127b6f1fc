/**
 * A percentile, linear between the two nearest ranks (numpy's default method).
 * @param sorted ascending, not empty
 * @param percent 0..100
 */
export function percentileOfSorted(sorted: Float32Array, percent: number): number {
  const position = ((sorted.length - 1) * percent) / 100;
  const low = Math.floor(position);
  const lower = sorted[low] ?? Number.NaN;
  const upper = sorted[Math.min(low + 1, sorted.length - 1)] ?? lower;
  return lower + (upper - lower) * (position - low);
}

/**
 * The same of values in any order, without sorting them all (Hoare's quickselect, 1961), for the thousands of pictures of
 * a training.
 * @param values finite, not empty; their order is lost
 */
export function takePercentile(values: Float32Array, percent: number): number {
  const position = ((values.length - 1) * percent) / 100;
  const low = Math.floor(position);
  const lower = select(values, low);
  if (position === low) return lower;
  // All behind the selected place are at least as large; the next rank is the least of them.
  let upper = Number.POSITIVE_INFINITY;
  for (let at = low + 1; at < values.length; at++) upper = Math.min(upper, values[at] as number);
  return lower + (upper - lower) * (position - low);
}

/** Moves values until those before `rank` are at most, and those behind it at least, the value there. */
function select(values: Float32Array, rank: number): number {
  let [first, last] = [0, values.length - 1];
  while (first < last) {
    const pivot = values[(first + last) >>> 1] as number;
    let [low, high] = [first, last];
    while (low <= high) {
      while ((values[low] as number) < pivot) low++;
      while ((values[high] as number) > pivot) high--;
      if (low > high) break;
      const kept = values[low] as number;
      values[low++] = values[high] as number;
      values[high--] = kept;
    }
    if (rank <= high) last = high;
    else if (rank >= low) first = low;
    else break;
  }
  return values[rank] as number;
}
