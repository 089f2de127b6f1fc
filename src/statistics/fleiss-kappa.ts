import type { Weights } from './scored-slices.ts';

/**
 * Fleiss' kappa for several readers, -1..1 (Fleiss, 1971, Psychol. Bull. 76:378-382), also where slices have different
 * numbers of reads (Gwet, 2014, Handbook of Inter-Rater Reliability, 4th ed., chapter 2): observed agreement is the mean over
 * slices with two reads or more of the share of their pairs that agree; a category's share is the mean over all slices of its
 * share in the slice's reads. Null where no slice has two reads, or where chance alone would always agree.
 * @param reads one row for each slice: how many readers chose each category
 * @param weights how often each slice counts; once where absent
 */
export function fleissKappa(reads: readonly (readonly number[])[], weights?: Weights): number | null {
  const shares: number[] = [];
  let read = 0;
  let paired = 0;
  let agreeing = 0;
  reads.forEach((row, index) => {
    const weight = weights ? (weights[index] as number) : 1;
    const readers = row.reduce((sum, count) => sum + count, 0);
    if (readers === 0 || weight === 0) return;
    read += weight;
    row.forEach((count, category) => {
      shares[category] = (shares[category] ?? 0) + (weight * count) / readers;
    });
    if (readers < 2) return;
    paired += weight;
    agreeing += (weight * row.reduce((sum, count) => sum + count * (count - 1), 0)) / (readers * (readers - 1));
  });
  if (paired === 0) return null;
  const expected = shares.reduce((sum, share) => sum + (share / read) ** 2, 0);
  return expected > 1 - 1e-12 ? null : (agreeing / paired - expected) / (1 - expected);
}
