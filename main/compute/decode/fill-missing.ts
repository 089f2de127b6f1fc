import type { StoredPixels } from '../../../src/study/decoded-frame.ts';

/** Gives the rows that are missing the lowest value of those that are there: dark, and outside no range. */
export function fillMissing(
  values: StoredPixels,
  picture: { readonly columns: number; readonly samples: number },
  rowsThere: number,
): void {
  const start = rowsThere * picture.columns * picture.samples;
  if (start >= values.length) return;
  let lowest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < start; index += 1) lowest = Math.min(lowest, values[index] as number);
  values.fill(Number.isFinite(lowest) ? lowest : 0, start);
}
