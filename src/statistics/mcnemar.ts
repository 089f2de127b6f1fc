/** log of the binomial coefficient "n choose k", summed: exact enough for the n of a test set. */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i += 1) sum += Math.log(n - k + i) - Math.log(i);
  return sum;
}

/**
 * Two-sided exact McNemar test for two models on the same slices: `onlyFirst` slices that only the first model got right,
 * `onlySecond` that only the second got right. The p-value is twice the smaller tail of Binomial(n, 1/2), at most 1
 * (McNemar, 1947, Psychometrika 12:153-157; exact form as in Fagerland et al., 2013, BMC Med. Res. Methodol. 13:91).
 * @returns p in 0..1; 1 when the models never differ
 * @throws RangeError for counts that are not whole and not negative
 */
export function mcNemarExact(onlyFirst: number, onlySecond: number): number {
  for (const count of [onlyFirst, onlySecond]) {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`${count} is not a count of slices.`);
  }
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  let tail = 0;
  for (let k = 0; k <= fewer; k += 1) tail += Math.exp(logChoose(n, k) - n * Math.LN2);
  return Math.min(1, 2 * tail);
}
