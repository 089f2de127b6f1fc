import { encode } from 'fast-png';
import type { DisplayImage } from './display-image.ts';
import { isWithin } from './finite-range.ts';
import { brightness, type GreyMapping } from './grey-table.ts';

/** Longest side of a thumbnail in pixels: twice what the list draws, for screens of double density. */
const LONGEST_SIDE = 96;

/** A small PNG of a slice in its own window: each pixel is the mean of those it stands for. */
export function thumbnailPng(image: DisplayImage): Uint8Array<ArrayBuffer> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.rows, image.columns));
  const height = Math.max(1, Math.round(image.rows * scale));
  const width = Math.max(1, Math.round(image.columns * scale));
  const channels = image.color ? 3 : 1;
  const data = new Uint8Array(height * width * channels);
  const level = levelTable(image, displayLevel(image));
  const rowEdges = edges(image.rows, height);
  const columnEdges = edges(image.columns, width);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        data[(y * width + x) * channels + channel] = meanLevel(image, level, channel, [
          rowEdges[y] ?? 0,
          rowEdges[y + 1] ?? image.rows,
          columnEdges[x] ?? 0,
          columnEdges[x + 1] ?? image.columns,
        ]);
      }
    }
  }
  return new Uint8Array(encode({ width, height, data, depth: 8, channels }));
}

/** The level of each value that the picture has, looked up where there are fewer of them than pixels. */
function levelTable(
  { color, pixels, padding, minPixelValue, maxPixelValue }: DisplayImage,
  level: (sample: number) => number,
): (sample: number) => number {
  const low = Math.min(minPixelValue, padding?.min ?? minPixelValue);
  const high = Math.max(maxPixelValue, padding?.max ?? maxPixelValue);
  if (color || high - low >= pixels.length) return level;
  const levels = new Float64Array(high - low + 1);
  for (let at = 0; at < levels.length; at += 1) levels[at] = level(low + at);
  return (sample) => levels[sample - low] as number;
}

function edges(size: number, parts: number): number[] {
  return Array.from({ length: parts + 1 }, (_, part) => Math.round((part * size) / parts));
}

/** From a stored sample to 0..255 on the screen. */
export function displayLevel(image: DisplayImage): (sample: number) => number {
  if (image.color) return (sample) => sample;
  const { padding, voiFunction, slope, intercept } = image;
  const table = image.startsWithTable ? image.voiTables[0] : undefined;
  const window = { center: image.windowCenter, width: image.windowWidth };
  const mapping: GreyMapping = table ? { kind: 'table', table } : { kind: 'window', window, voiFunction };
  return (sample) => {
    if (isWithin(sample, padding)) return 0;
    const level = brightness(sample * slope + intercept, mapping);
    return image.invert ? 255 - level : level;
  };
}

function meanLevel(
  image: DisplayImage,
  level: (sample: number) => number,
  channel: number,
  [top, bottom, left, right]: readonly [number, number, number, number],
): number {
  const samples = image.color ? 4 : 1;
  let sum = 0;
  let count = 0;
  for (let row = top; row < Math.max(bottom, top + 1); row += 1) {
    for (let column = left; column < Math.max(right, left + 1); column += 1) {
      sum += level(image.pixels[(row * image.columns + column) * samples + channel] ?? 0);
      count += 1;
    }
  }
  return Math.round(sum / count);
}
