/**
 * Spearman's rank correlation, equal values with the mean of their ranks (Spearman, 1904, Am. J. Psychol. 15:72-101; Kendall,
 * 1948, for ties): Pearson's correlation of the ranks, in -1..1. Null for fewer than two pairs or where either side is constant.
 * @throws RangeError for sides of unequal length
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be paired with ${b.length}.`);
  const [ranksA, ranksB] = [midRanks(a), midRanks(b)];
  const mean = (a.length + 1) / 2;
  let [cross, squaresA, squaresB] = [0, 0, 0];
  for (let index = 0; index < a.length; index += 1) {
    const [fromA, fromB] = [(ranksA[index] as number) - mean, (ranksB[index] as number) - mean];
    cross += fromA * fromB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
  }
  return squaresA === 0 || squaresB === 0 ? null : cross / Math.sqrt(squaresA * squaresB);
}

/** Ranks from 1, equal values sharing the mean of theirs. */
function midRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index);
  order.sort((i, j) => (values[i] as number) - (values[j] as number));
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    const value = values[order[first] as number];
    let end = first + 1;
    while (end < order.length && values[order[end] as number] === value) end += 1;
    for (let place = first; place < end; place += 1) ranks[order[place] as number] = (first + end + 1) / 2;
    first = end;
  }
  return ranks;
}
