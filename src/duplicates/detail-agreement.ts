import { ellipseMask } from './ellipse-mask.ts';
import { equalise } from './equalise.ts';
import { maskedBoxMean } from './masked-box-mean.ts';
import { maskedCorrelation } from './masked-correlation.ts';
import { THUMBNAIL_SIDE } from './thumbnail.ts';

/** The inside of most skulls: the ring of bone looks alike in everyone and is left out. */
export const BRAIN_MASK = ellipseMask(THUMBNAIL_SIDE, 0.78);
const BRAIN_PIXELS = BRAIN_MASK.reduce((sum, inside) => sum + inside, 0);

/** Less of the brain than this in common proves nothing. */
const SMALLEST_OVERLAP = 0.6;

/**
 * How far the detail of two aligned brains agrees, in [-1, 1]: the greys of each as their order within the brain (so that
 * windowing does not matter), the band between 3 and 9 of 64 pixels kept (coarser is what heads share, finer is noise and
 * compression), and correlated. 0 where too little of the brain is in both.
 * @param a,b 64 x 64 greys; `b` is not a number where it was cut off
 */
export function detailAgreement(a: Float32Array, b: Float32Array): number {
  const mask = BRAIN_MASK.map((inside, index) => (inside === 1 && !Number.isNaN(b[index] as number) ? 1 : 0));
  if (mask.reduce((sum, inside) => sum + inside, 0) < SMALLEST_OVERLAP * BRAIN_PIXELS) return 0;
  return maskedCorrelation(detailBand(a, mask), detailBand(b, mask), mask).correlation;
}

function detailBand(grey: Float32Array, mask: Uint8Array): Float32Array {
  const known = grey.map((level) => (Number.isNaN(level) ? 0 : level));
  const order = equalise(known, mask);
  const fine = maskedBoxMean(order, THUMBNAIL_SIDE, mask, 1);
  const around = maskedBoxMean(order, THUMBNAIL_SIDE, mask, 4);
  return fine.map((value, index) => value - (around[index] as number));
}
