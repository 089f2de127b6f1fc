import type { DecodedFrame, StoredPixels } from './decoded-frame.ts';
import type { FileHeader } from './file-header.ts';
import { finiteRange } from './finite-range.ts';
import { defaultWindow } from './window.ts';

/** What cornerstone-core needs to draw a frame. Window, slope and intercept are in modality units. */
export interface DisplayImage {
  readonly rows: number;
  readonly columns: number;
  readonly color: boolean;
  /** Grey: one value a pixel. Colour: RGBA, opaque. */
  readonly pixels: Uint8Array | Int16Array | Uint16Array;
  readonly minPixelValue: number;
  readonly maxPixelValue: number;
  readonly slope: number;
  readonly intercept: number;
  readonly windowCenter: number;
  readonly windowWidth: number;
  /** MONOCHROME1: high values are dark. */
  readonly invert: boolean;
  readonly rowPixelSpacing: number | null;
  readonly columnPixelSpacing: number | null;
  /** Pixels of this range are padding (PS3.3 C.7.5.1.1.2): outside of what was scanned. Null without any, and in colour. */
  readonly padding: { readonly low: number; readonly high: number } | null;
  /** What slope and intercept lead to: HU, grey levels of a PNG, or another modality's values. */
  readonly unit: 'HU' | 'grey' | 'value';
}

interface GreyPixels {
  readonly pixels: Uint8Array | Int16Array | Uint16Array;
  /** stored = pixel * step + offset. */
  readonly step: number;
  readonly offset: number;
}

/** Grey values in at most 16 bits, because cornerstone keeps a table with one entry per value. */
function inSixteenBits(pixels: StoredPixels): GreyPixels {
  if (pixels instanceof Uint8Array || pixels instanceof Int16Array || pixels instanceof Uint16Array) {
    return { pixels, step: 1, offset: 0 };
  }
  if (pixels instanceof Int8Array) return { pixels: Int16Array.from(pixels), step: 1, offset: 0 };
  const { min, max } = finiteRange(pixels);
  const whole = pixels instanceof Int32Array || pixels instanceof Uint32Array;
  const step = whole && max - min <= 65_535 ? 1 : (max - min) / 65_535 || 1;
  const level = (value: number) => (Number.isFinite(value) ? Math.round((value - min) / step) : value > 0 ? 65_535 : 0);
  return { pixels: Uint16Array.from(pixels, level), step, offset: min };
}

/** Grey with alpha as grey over black. */
function greyOverBlack(image: DecodedFrame): Uint8Array | Uint16Array {
  const { pixels } = image;
  const opaque = pixels instanceof Uint16Array ? 65_535 : 255;
  const count = image.rows * image.columns;
  const grey = pixels instanceof Uint16Array ? new Uint16Array(count) : new Uint8Array(count);
  for (let pixel = 0; pixel < count; pixel += 1) {
    grey[pixel] = Math.round(((pixels[pixel * 2] as number) * (pixels[pixel * 2 + 1] as number)) / opaque);
  }
  return grey;
}

/** RGB or RGBA of any depth as opaque RGBA of 8 bits, alpha over black. */
function rgbaOf(image: DecodedFrame, bitsStored: number): Uint8Array {
  const { pixels, samples } = image;
  const count = image.rows * image.columns;
  const scale = 255 / (2 ** bitsStored - 1);
  const rgba = new Uint8Array(count * 4).fill(255);
  for (let pixel = 0; pixel < count; pixel += 1) {
    const alpha = samples === 4 ? (pixels[pixel * 4 + 3] as number) / (2 ** bitsStored - 1) : 1;
    for (let colour = 0; colour < 3; colour += 1) {
      rgba[pixel * 4 + colour] = Math.round((pixels[pixel * samples + colour] as number) * scale * alpha);
    }
  }
  return rgba;
}

function rgbaOfPalette(pixels: StoredPixels, palette: { first: number; rgb: Uint8Array }): Uint8Array {
  const rgba = new Uint8Array(pixels.length * 4).fill(255);
  const last = palette.rgb.length / 3 - 1;
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const entry = Math.min(Math.max((pixels[pixel] as number) - palette.first, 0), last);
    for (let colour = 0; colour < 3; colour += 1) {
      rgba[pixel * 4 + colour] = palette.rgb[entry * 3 + colour] as number;
    }
  }
  return rgba;
}

function spacingOf(header: FileHeader, frameIndex: number) {
  const spacing = header.frames[frameIndex]?.spacingMm ?? null;
  return { rowPixelSpacing: spacing?.row ?? null, columnPixelSpacing: spacing?.column ?? null };
}

/** The padding's stored values as pixels; `limit` is there where a file gives a range. */
function paddingOf(
  header: Pick<FileHeader, 'pixelPaddingValue'> & { readonly pixelPaddingLimit?: number | null },
  step: number,
  offset: number,
): DisplayImage['padding'] {
  const value = header.pixelPaddingValue;
  if (value === null) return null;
  const ends = [value, header.pixelPaddingLimit ?? value].map((stored) => Math.round((stored - offset) / step));
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

function colourImage(header: FileHeader, frameIndex: number, image: DecodedFrame): DisplayImage {
  const palette = image.samples === 1 ? header.palette : null;
  return {
    rows: image.rows,
    columns: image.columns,
    color: true,
    pixels: palette ? rgbaOfPalette(image.pixels, palette) : rgbaOf(image, header.bitsStored),
    minPixelValue: 0,
    maxPixelValue: 255,
    slope: 1,
    intercept: 0,
    windowCenter: 127.5,
    windowWidth: 255,
    invert: false,
    ...spacingOf(header, frameIndex),
    padding: null,
    unit: 'grey',
  };
}

/**
 * Turns a decoded frame into what is drawn. Grey of more than 16 bits or in floating point is rescaled into 16 bits, with
 * slope and intercept adjusted so that modality values stay what they are (to a 65535th of the range); palettes and
 * colour become RGBA; alpha goes over black.
 * @param frameIndex 0-based, the frame that `image` was decoded from
 */
export function toDisplayImage(header: FileHeader, frameIndex: number, image: DecodedFrame): DisplayImage {
  if (image.samples >= 3 || header.palette !== null) return colourImage(header, frameIndex, image);
  const { pixels, step, offset } = inSixteenBits(image.samples === 2 ? greyOverBlack(image) : image.pixels);
  const { min, max } = finiteRange(pixels);
  const rescale = header.frames[frameIndex]?.rescale ?? { slope: 1, intercept: 0, toHu: false };
  const slope = rescale.slope * step;
  const intercept = rescale.slope * offset + rescale.intercept;
  const ends = [min * slope + intercept, max * slope + intercept];
  const range = { min: Math.min(...ends), max: Math.max(...ends) };
  const window = defaultWindow(header, frameIndex, range);
  return {
    rows: image.rows,
    columns: image.columns,
    color: false,
    pixels,
    minPixelValue: min,
    maxPixelValue: max,
    slope,
    intercept,
    windowCenter: window.center,
    windowWidth: window.width,
    invert: header.photometric === 'MONOCHROME1',
    ...spacingOf(header, frameIndex),
    padding: paddingOf(header, step, offset),
    unit: rescale.toHu ? 'HU' : header.format === 'png' ? 'grey' : 'value',
  };
}
