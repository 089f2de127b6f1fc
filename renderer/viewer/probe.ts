import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { isWithin } from '../../src/study/finite-range.ts';
import type { Picture } from './picture.ts';

/** A pixel of a slice and what stands there. */
export interface ProbeReading {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** The reading at a position on a slice (in its pixels, centres at .5), null outside. */
export function readProbe(picture: Picture, at: { readonly x: number; readonly y: number }): ProbeReading | null {
  const x = Math.floor(at.x);
  const y = Math.floor(at.y);
  const text = probeText(picture.metadata, picture.image.getPixelData(), x, y);
  return text === null ? null : { x, y, text };
}

/**
 * What stands under the cursor at column `x`, row `y`, in words: `37 HU`, `grey 128` (also for a grey in colour),
 * `R 12 G 40 B 9`. Null outside the picture. `pixels` are the stored samples, four per pixel when `color`.
 */
export function probeText(metadata: ImageMetadata, pixels: ArrayLike<number>, x: number, y: number): string | null {
  const { rows, columns, slope, intercept, unit, padding } = metadata;
  if (x < 0 || y < 0 || x >= columns || y >= rows) return null;
  if (y >= rows - metadata.rowsMissing) return 'missing: no value';
  const index = y * columns + x;
  if (metadata.color) {
    const [red, green, blue] = [pixels[index * 4], pixels[index * 4 + 1], pixels[index * 4 + 2]];
    return red === green && green === blue ? `grey ${red}` : `R ${red} G ${green} B ${blue}`;
  }
  const pixel = pixels[index] ?? 0;
  if (isWithin(pixel, padding)) return 'padding: no value';
  const value = pixel * slope + intercept;
  const written = Number.isInteger(value) ? String(value) : value.toFixed(1);
  switch (unit) {
    case 'HU':
      return `${written} HU`;
    case 'grey':
    case 'colour':
      return `grey ${written}`;
    case 'stored':
      return `stored value ${written}`;
  }
}

/** Why HU windows and the HU probe are off, said plainly; null for CT in HU. */
export function whyNoHounsfield(unit: ImageMetadata['unit']): string | null {
  switch (unit) {
    case 'HU':
      return null;
    case 'grey':
      return 'Grey levels, not HU: a PNG does not say what its values are, so CT windows are off.';
    case 'colour':
      return 'Levels of a picture, not HU: a picture does not say what its values are, so CT windows are off.';
    case 'stored':
      return 'Stored values, not HU: the file gives no rescale to HU, so CT windows are off.';
  }
}
