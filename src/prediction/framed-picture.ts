import type { Affine } from './affine.ts';

/** A square picture made from a slice, and where the slice's pixels went. */
export interface FramedPicture {
  /** [side, side, channels], row-major, 0..1 */
  readonly picture: Float32Array;
  /** From a position in the slice to the position in the picture. */
  readonly placement: Affine;
  /** The level of what is outside the slice, for each channel. */
  readonly background: readonly number[];
}
