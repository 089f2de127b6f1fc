import { spearman } from '../statistics/spearman.ts';

/** How far two maps of one slice say the same of it. Null where a map is the same everywhere in the head, or has no heat. */
export interface MapAgreement {
  /** Spearman's rank correlation over the pixels of the head, -1..1. */
  readonly correlation: number | null;
  /** Intersection over union of the two maps' hottest tenth of the head, 0..1. */
  readonly overlap: number | null;
}

/** Share of the head that counts as hottest. */
export const HOTTEST_SHARE = 0.1;

/** Pixels that ranks are taken of at most: more say nothing more of maps this smooth. */
const MOST_PIXELS = 20_000;

/**
 * Compares two maps in the slice's own geometry. Every pixel of a slice covers the same area, whatever its shape, so shares
 * of pixels are shares of area. Of a large head an even grid of pixels is compared.
 * @param a heat of each pixel, row-major, in any unit
 * @param head 1 inside the head
 * @throws RangeError when the maps and the head are not of one size
 */
export function compareMaps(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  head: Uint8Array,
  columns: number,
): MapAgreement {
  if (a.length !== head.length || b.length !== head.length) throw new RangeError('The maps are not of one size.');
  const pixels = headPixels(head, columns);
  const [insideA, insideB] = [pixels.map((at) => a[at] as number), pixels.map((at) => b[at] as number)];
  return { correlation: spearman(insideA, insideB), overlap: overlapOfHottest(insideA, insideB) };
}

function headPixels(head: Uint8Array, columns: number): number[] {
  const count = head.reduce((sum, inside) => sum + inside, 0);
  const step = Math.max(1, Math.ceil(Math.sqrt(count / MOST_PIXELS)));
  const pixels: number[] = [];
  for (let at = 0; at < head.length; at += 1) {
    if (head[at] === 1 && Math.floor(at / columns) % step === 0 && (at % columns) % step === 0) pixels.push(at);
  }
  return pixels;
}

/** Pixels as hot as the hottest tenth's coolest belong to it, so a map with much equal heat has a larger hottest part. */
function overlapOfHottest(a: readonly number[], b: readonly number[]): number | null {
  const [leastA, leastB] = [hottestFrom(a), hottestFrom(b)];
  if (leastA === null || leastB === null) return null;
  let [both, either] = [0, 0];
  for (const [index, value] of a.entries()) {
    const [hotA, hotB] = [value >= leastA, (b[index] as number) >= leastB];
    if (hotA && hotB) both += 1;
    if (hotA || hotB) either += 1;
  }
  return either === 0 ? null : both / either;
}

/** From which heat on a pixel belongs to the hottest tenth; the least heat above 0 where less than a tenth has any. */
function hottestFrom(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort();
  const least = sorted[Math.floor(sorted.length * (1 - HOTTEST_SHARE))] ?? 0;
  if (least > 0) return least;
  return sorted.find((value) => value > 0) ?? null;
}

/** What an overlap and a correlation say together, in plain words. The bounds are ours: no paper sets any. */
export function agreementWord({ correlation, overlap }: MapAgreement): string {
  if (correlation === null || overlap === null) return 'cannot be compared: one of them has no heat in the head';
  if (correlation >= 0.7 && overlap >= 0.5) return 'point to the same place';
  if (correlation >= 0.4 || overlap >= 0.25) return 'agree in part';
  return 'point to different places';
}
