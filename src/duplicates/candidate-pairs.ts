import type { Orientation } from './orientation.ts';
import { ORIENTATIONS } from './orientation.ts';

/** Two slices, by index, that look alike at 16 x 16 when the second is laid in `orientation`. */
export interface CandidatePair {
  readonly first: number;
  readonly second: number;
  readonly orientation: Orientation;
}

interface Partner extends CandidatePair {
  readonly likeness: number;
}

/**
 * For each slice the `partners` others that look most like it in any of the eight orientations; each pair once, first <
 * second, in order. All pairs are compared: about 8 x 193 multiplications each.
 * @param vectors for each slice its vectors in the eight orientations (`coarseVectors`)
 */
export function candidatePairs(vectors: readonly (readonly Float32Array[])[], partners: number): CandidatePair[] {
  const nearest: Partner[][] = vectors.map(() => []);
  vectors.forEach((own, first) => {
    const upright = own[0] ?? new Float32Array();
    for (let second = first + 1; second < vectors.length; second++) {
      const best = bestOrientation(upright, vectors[second] ?? []);
      const pair: Partner = { first, second, ...best };
      keepNearest(nearest[first] ?? [], pair, partners);
      keepNearest(nearest[second] ?? [], pair, partners);
    }
  });
  return [...new Set(nearest.flat())].sort((a, b) => a.first - b.first || a.second - b.second);
}

function bestOrientation(upright: Float32Array, others: readonly Float32Array[]) {
  let [likeness, at] = [Number.NEGATIVE_INFINITY, 0];
  for (let which = 0; which < others.length; which++) {
    const other = others[which] as Float32Array;
    let product = 0;
    for (let index = 0; index < upright.length; index++) {
      product += (upright[index] as number) * (other[index] as number);
    }
    if (product > likeness) [likeness, at] = [product, which];
  }
  return { likeness, orientation: ORIENTATIONS[at] ?? 'upright' };
}

/** Keep a short list sorted, best first; of equals the earlier stays ahead. */
function keepNearest(list: Partner[], pair: Partner, most: number): void {
  const last = list[most - 1];
  if (last && pair.likeness <= last.likeness) return;
  const place = list.findIndex((kept) => pair.likeness > kept.likeness);
  list.splice(place < 0 ? list.length : place, 0, pair);
  if (list.length > most) list.pop();
}
