import { type Box, largestPartBox, openMask } from './mask.ts';
import { takePercentile } from './percentile.ts';

/** A box smaller than this share of the picture is no head. */
const SMALLEST_HEAD_SHARE = 0.25;

/**
 * Where the head is: the bounding box of the largest bright part, thin bright things (rests, letters, rims) opened away.
 * Bright is above the largest of 20 / 255, 0.15 of the 99.5th percentile, and 15 / 255 over the 5th. The whole picture
 * where there is no such part, or its box has less than a quarter of the picture.
 * @param levels grey levels 0..1, row-major
 */
export function headBox(levels: Float32Array, rows: number, columns: number): Box {
  const whole = { top: 0, left: 0, rows, columns };
  const box = largestPartBox(brightMask(levels, rows, columns), rows, columns);
  return box && box.rows * box.columns >= SMALLEST_HEAD_SHARE * rows * columns ? box : whole;
}

/** 1 where a picture is bright in the sense of headBox, thin bright things opened away. */
export function brightMask(levels: Float32Array, rows: number, columns: number): Uint8Array {
  const any = new Float32Array(levels);
  const threshold = Math.max(20 / 255, 0.15 * takePercentile(any, 99.5), takePercentile(any, 5) + 15 / 255);
  const mask = new Uint8Array(levels.length);
  for (let at = 0; at < mask.length; at += 1) mask[at] = (levels[at] as number) > threshold ? 1 : 0;
  const times = Math.max(1, Math.floor(Math.min(rows, columns) / 200));
  return openMask(mask, rows, columns, times);
}
