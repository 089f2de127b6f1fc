export interface MaskedMoments {
  /** Pearson correlation, in [-1, 1]; 0 where either picture is flat. */
  readonly correlation: number;
  readonly count: number;
  readonly meanA: number;
  readonly meanB: number;
  readonly spreadA: number;
  readonly spreadB: number;
}

/** Correlation, means and standard deviations over the pixels that are in the mask and known in `b` (not NaN). */
export function maskedCorrelation(a: Float32Array, b: Float32Array, mask: Uint8Array): MaskedMoments {
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    const valueB = b[index] as number;
    if (mask[index] !== 1 || Number.isNaN(valueB)) continue;
    const valueA = a[index] as number;
    count += 1;
    sumA += valueA;
    sumB += valueB;
    sumAA += valueA * valueA;
    sumBB += valueB * valueB;
    sumAB += valueA * valueB;
  }
  const counted = Math.max(1, count);
  const [meanA, meanB] = [sumA / counted, sumB / counted];
  const spreadA = Math.sqrt(Math.max(0, sumAA / counted - meanA * meanA));
  const spreadB = Math.sqrt(Math.max(0, sumBB / counted - meanB * meanB));
  const both = spreadA * spreadB;
  const correlation = both > 1e-9 ? (sumAB / counted - meanA * meanB) / both : 0;
  return { correlation, count, meanA, meanB, spreadA, spreadB };
}
