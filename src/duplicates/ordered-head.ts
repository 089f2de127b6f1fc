import { ellipseMask } from './ellipse-mask.ts';
import { equalise } from './equalise.ts';
import { maskedBoxMean } from './masked-box-mean.ts';
import { ORIENTATIONS, type Orientation, orient } from './orientation.ts';
import { type SliceThumbnail, THUMBNAIL_SIDE } from './thumbnail.ts';

/** Sides of the squares, coarse to fine, at which slices are compared. */
export const COARSE_SIDE = 16;
export const MIDDLE_SIDE = 32;

/** What is compared of a square: the head without the corners of its box. */
const HEAD_REACH = 0.96;
export const HEAD_MASKS = {
  coarse: ellipseMask(COARSE_SIDE, HEAD_REACH),
  middle: ellipseMask(MIDDLE_SIDE, HEAD_REACH),
  fine: ellipseMask(THUMBNAIL_SIDE, HEAD_REACH),
};

/** A head as the order of its greys (see `equalise`) at three sizes. */
export interface OrderedHead {
  readonly coarse: Float32Array;
  readonly middle: Float32Array;
  readonly fine: Float32Array;
  /** The grey itself, 64 x 64. */
  readonly grey: Float32Array;
}

export function orderedHead(thumbnail: SliceThumbnail): OrderedHead {
  const fine = equalise(thumbnail.grey, HEAD_MASKS.fine);
  const middle = halve(fine, THUMBNAIL_SIDE);
  return { coarse: halve(middle, MIDDLE_SIDE), middle, fine, grey: thumbnail.grey };
}

export function orientHead(head: OrderedHead, orientation: Orientation): OrderedHead {
  if (orientation === 'upright') return head;
  return {
    coarse: orient(head.coarse, COARSE_SIDE, orientation),
    middle: orient(head.middle, MIDDLE_SIDE, orientation),
    fine: orient(head.fine, THUMBNAIL_SIDE, orientation),
    grey: orient(head.grey, THUMBNAIL_SIDE, orientation),
  };
}

/**
 * The coarse square less its surroundings, in each of the eight orientations, as vectors of mean 0 and length 1: their
 * products correlate. Without the surroundings the ring that every skull is counts less.
 */
export function coarseVectors(head: OrderedHead): readonly Float32Array[] {
  const around = maskedBoxMean(head.coarse, COARSE_SIDE, HEAD_MASKS.coarse, 2);
  const detail = head.coarse.map((value, index) => value - (around[index] as number));
  return ORIENTATIONS.map((orientation) => unitVector(orient(detail, COARSE_SIDE, orientation)));
}

function unitVector(square: Float32Array): Float32Array {
  const counted = square.filter((_, index) => HEAD_MASKS.coarse[index] === 1);
  const mean = counted.reduce((sum, value) => sum + value, 0) / counted.length;
  const length = Math.sqrt(counted.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return counted.map((value) => (length > 1e-6 ? (value - mean) / length : 0));
}

/** Half the picture, each pixel the mean of four. */
function halve(levels: Float32Array, side: number): Float32Array {
  const half = side / 2;
  return Float32Array.from({ length: half * half }, (_, index) => {
    const at = 2 * side * Math.floor(index / half) + 2 * (index % half);
    const [a = 0, b = 0, c = 0, d = 0] = [levels[at], levels[at + 1], levels[at + side], levels[at + side + 1]];
    return (a + b + c + d) / 4;
  });
}
