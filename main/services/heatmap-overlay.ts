import { encode } from 'fast-png';
import type { DisplayImage } from '../../src/study/display-image.ts';
import { displayLevel } from '../../src/study/small-picture.ts';

/** How much of the full heat's colour covers the slice. */
const OPACITY = 0.6;

/** Black, red, yellow, white: what 0 to 1 of heat looks like. */
function heatColour(heat: number): readonly [number, number, number] {
  const channel = (from: number): number => Math.round(Math.min(Math.max(heat * 3 - from, 0), 1) * 255);
  return [channel(0), channel(1), channel(2)];
}

/**
 * A slice in its own window with its heat over it, as an RGB PNG in the slice's own size.
 * @param heat one byte per pixel, 255 = the model's full heat
 */
export function overlayPng(image: DisplayImage, heat: Uint8Array): Uint8Array {
  const { rows, columns, color } = image;
  if (heat.length !== rows * columns)
    throw new RangeError(`The heat has ${heat.length} values, not ${rows * columns}.`);
  const level = displayLevel(image);
  const data = new Uint8Array(rows * columns * 3);
  for (let pixel = 0; pixel < heat.length; pixel += 1) {
    const share = ((heat[pixel] ?? 0) / 255) * OPACITY;
    const colour = heatColour((heat[pixel] ?? 0) / 255);
    for (let channel = 0; channel < 3; channel += 1) {
      const slice = level(image.pixels[color ? pixel * 4 + channel : pixel] ?? 0);
      data[pixel * 3 + channel] = Math.round(slice * (1 - share) + (colour[channel] ?? 0) * share);
    }
  }
  return encode({ width: columns, height: rows, data, depth: 8, channels: 3 });
}
