import { type Affine, scaleAndShift } from './affine.ts';
import { headBox } from './head-box.ts';
import type { Box } from './mask.ts';
import { percentileOfSorted } from './percentile.ts';
import { resizeBilinear } from './resize.ts';

/** A square picture made from a slice, and where the slice's pixels went. */
export interface FramedPicture {
  /** [side, side], row-major, 0..1 */
  readonly picture: Float32Array;
  /** From a position in the slice to the position in the picture. */
  readonly placement: Affine;
  /** The level of what is outside the slice. */
  readonly background: number;
}

/**
 * The head alone, in its own proportions: cut to its box (see headBox), padded to a square with the box's second
 * percentile, the head in the middle, and resized.
 * @param levels grey levels 0..1, row-major
 */
export function frameHead(levels: Float32Array, rows: number, columns: number, side: number): FramedPicture {
  const box = headBox(levels, rows, columns);
  const size = Math.max(box.rows, box.columns);
  const [padTop, padLeft] = [Math.floor((size - box.rows) / 2), Math.floor((size - box.columns) / 2)];
  const cut = cutOut(levels, columns, box);
  const background = percentileOfSorted(Float32Array.from(cut).sort(), 2);
  const square = new Float32Array(size * size).fill(background);
  for (let row = 0; row < box.rows; row++) {
    square.set(cut.subarray(row * box.columns, (row + 1) * box.columns), (row + padTop) * size + padLeft);
  }
  const scale = side / size;
  return {
    picture: resizeBilinear(square, size, size, side, side),
    placement: scaleAndShift(scale, scale, (padLeft - box.left) * scale, (padTop - box.top) * scale),
    background,
  };
}

function cutOut(levels: Float32Array, columns: number, box: Box): Float32Array {
  const cut = new Float32Array(box.rows * box.columns);
  for (let row = 0; row < box.rows; row++) {
    const start = (box.top + row) * columns + box.left;
    cut.set(levels.subarray(start, start + box.columns), row * box.columns);
  }
  return cut;
}
