import { type Affine, scaleAndShift } from './affine.ts';
import type { FramedPicture } from './framed-picture.ts';
import type { FramingChoices } from './framing.ts';
import { headBox } from './head-box.ts';
import type { Box } from './mask.ts';
import { alignToMidline } from './midline.ts';
import { takePercentile } from './percentile.ts';
import { resizeBilinear } from './resize.ts';

/**
 * A slice as a square. The head's box and the midline are found on the first channel and hold for all. Background is each
 * channel's second percentile inside the cut; a picture that is padded has it around, the cut in the middle.
 * @param channels grey levels 0..1 of each channel, row-major, one or more
 */
export function frameSlice(
  channels: readonly Float32Array[],
  rows: number,
  columns: number,
  side: number,
  { cropToHead, square, alignToMidline: aligned }: FramingChoices,
): FramedPicture {
  const [guide] = channels;
  const box = cropToHead && guide ? headBox(guide, rows, columns) : { top: 0, left: 0, rows, columns };
  const cuts = channels.map((levels) => cutOut(levels, columns, box));
  // A whole slice that is stretched shows nothing of what is around it.
  const background = cuts.map((cut) => (square === 'pad' || aligned ? secondPercentile(cut) : 0));
  const resized = cuts.map((cut, index) =>
    square === 'pad'
      ? resizePadded(cut, box, side, background[index] ?? 0)
      : resizeBilinear(cut, box.rows, box.columns, side, side),
  );
  const framed = { picture: interleave(resized), placement: placementOf(box, side, square), background };
  return aligned ? alignToMidline(framed, side) : framed;
}

function secondPercentile(levels: Float32Array): number {
  return takePercentile(new Float32Array(levels), 2);
}

/** The first row and column of a box in the square that holds it in the middle. */
function padding({ rows, columns }: Box): { size: number; top: number; left: number } {
  const size = Math.max(rows, columns);
  return { size, top: Math.floor((size - rows) / 2), left: Math.floor((size - columns) / 2) };
}

function resizePadded(cut: Float32Array, box: Box, side: number, background: number): Float32Array {
  const { size, top, left } = padding(box);
  const square = new Float32Array(size * size).fill(background);
  for (let row = 0; row < box.rows; row++) {
    square.set(cut.subarray(row * box.columns, (row + 1) * box.columns), (row + top) * size + left);
  }
  return resizeBilinear(square, size, size, side, side);
}

function placementOf(box: Box, side: number, square: FramingChoices['square']): Affine {
  if (square === 'stretch') {
    const [across, down] = [side / box.columns, side / box.rows];
    return scaleAndShift(across, down, (0 - box.left) * across, (0 - box.top) * down);
  }
  const { size, top, left } = padding(box);
  const scale = side / size;
  return scaleAndShift(scale, scale, (left - box.left) * scale, (top - box.top) * scale);
}

function cutOut(levels: Float32Array, columns: number, box: Box): Float32Array {
  const cut = new Float32Array(box.rows * box.columns);
  for (let row = 0; row < box.rows; row++) {
    const start = (box.top + row) * columns + box.left;
    cut.set(levels.subarray(start, start + box.columns), row * box.columns);
  }
  return cut;
}

/** [side, side] of each channel to [side, side, channels]. */
function interleave(planes: readonly Float32Array[]): Float32Array {
  const [only] = planes;
  if (planes.length === 1 && only) return only;
  const picture = new Float32Array(planes.reduce((sum, plane) => sum + plane.length, 0));
  for (const [channel, plane] of planes.entries()) {
    for (const [pixel, level] of plane.entries()) picture[pixel * planes.length + channel] = level;
  }
  return picture;
}
