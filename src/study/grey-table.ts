import type { VoiFunction } from './file-header.ts';
import { isWithin, type ValueRange } from './finite-range.ts';
import { type DisplayWindow, windowed } from './window.ts';

/** Brightness 0 (black) to 255 by a table of the file: `levels[i]` belongs to the modality value `first + i`. */
export interface LevelTable {
  readonly first: number;
  readonly levels: Uint8Array;
}

/** How modality values become brightness: by a window, or by a table of the file. */
export type GreyMapping =
  | { readonly kind: 'window'; readonly window: DisplayWindow; readonly voiFunction: VoiFunction }
  | { readonly kind: 'table'; readonly table: LevelTable };

/** What the brightness of a pixel depends on besides the mapping. */
export interface PixelScale {
  /** modality value = pixel * slope + intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** Drawn black, inverted or not. */
  readonly padding: ValueRange | null;
}

/** Brightness of one modality value, 0 to 255, not rounded. */
export function brightness(value: number, mapping: GreyMapping): number {
  if (mapping.kind === 'window') return windowed(value, mapping.window, mapping.voiFunction) * 255;
  const { first, levels } = mapping.table;
  return levels[Math.min(Math.max(Math.round(value) - first, 0), levels.length - 1)] ?? 0;
}

/**
 * Brightness, 0 to 255, of every pixel value from `lowest` to `highest`.
 * @returns one entry per pixel value, the first for `lowest`
 */
export function greyTable(
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
  scale: PixelScale,
  mapping: GreyMapping,
  invert: boolean,
): Uint8ClampedArray {
  const table = new Uint8ClampedArray(highest - lowest + 1);
  const { slope, intercept, padding } = scale;
  for (let index = 0; index < table.length; index += 1) {
    const pixel = lowest + index;
    if (isWithin(pixel, padding)) continue;
    const level = brightness(pixel * slope + intercept, mapping);
    table[index] = invert ? 255 - level : level;
  }
  return table;
}
