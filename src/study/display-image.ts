import type { DecodedFrame, StoredPixels } from './decoded-frame.ts';
import type { FileHeader, VoiFunction } from './file-header.ts';
import { finiteRange, isWithin, type ValueRange } from './finite-range.ts';
import type { LevelTable } from './grey-table.ts';
import { type LookupTable, type LookupTables, lookUp, NO_TABLES, type VoiTable } from './lookup-tables.ts';
import { paddingOf } from './padding.ts';
import { defaultWindow } from './window.ts';

/** What cornerstone-core needs to draw a frame. Window, slope and intercept are in modality units. */
export interface DisplayImage {
  readonly rows: number;
  readonly columns: number;
  readonly color: boolean;
  /** Grey: one value a pixel. Colour: RGBA, opaque. */
  readonly pixels: Uint8Array | Int16Array | Uint16Array;
  /** Lowest and highest pixel; padding left out. */
  readonly minPixelValue: number;
  readonly maxPixelValue: number;
  readonly slope: number;
  readonly intercept: number;
  readonly windowCenter: number;
  readonly windowWidth: number;
  readonly voiFunction: VoiFunction;
  /** Windows of the file that are tables; the first is in force where the file has no window (`startsWithTable`). */
  readonly voiTables: readonly (LevelTable & { readonly name: string | null })[];
  readonly startsWithTable: boolean;
  /** Pixels that stand for "no pixel": drawn black whatever the window. */
  readonly padding: ValueRange | null;
  /** MONOCHROME1: high values are dark. */
  readonly invert: boolean;
  /** In mm of the patient. */
  readonly rowPixelSpacing: number | null;
  readonly columnPixelSpacing: number | null;
  /** Height of a pixel by its width; 1 where nothing is known. */
  readonly pixelAspect: number;
  /** What slope and intercept lead to: HU, grey levels of a PNG, or another modality's values. */
  readonly unit: 'HU' | 'grey' | 'value';
}

interface GreyPixels {
  readonly pixels: Uint8Array | Int16Array | Uint16Array;
  /** stored = pixel * step + offset. */
  readonly step: number;
  readonly offset: number;
  /** In pixels. */
  readonly padding: ValueRange | null;
}

/** Grey values in at most 16 bits, because cornerstone keeps a table with one entry per value. */
function inSixteenBits(pixels: StoredPixels, padding: ValueRange | null): GreyPixels {
  if (pixels instanceof Uint8Array || pixels instanceof Int16Array || pixels instanceof Uint16Array) {
    return { pixels, step: 1, offset: 0, padding };
  }
  if (pixels instanceof Int8Array) return { pixels: Int16Array.from(pixels), step: 1, offset: 0, padding };
  const { min, max } = finiteRange(pixels);
  const whole = pixels instanceof Int32Array || pixels instanceof Uint32Array;
  if (!whole || max - min > 65_535) return rescaled(pixels, whole, padding);
  const inPixels = padding && { min: padding.min - min, max: padding.max - min };
  return { pixels: Uint16Array.from(pixels, (value) => value - min), step: 1, offset: min, padding: inPixels };
}

/** Rescales by the range without padding, which may lie far outside and gets the lowest level for itself. */
function rescaled(pixels: StoredPixels, whole: boolean, padding: ValueRange | null): GreyPixels {
  const { min, max } = finiteRange(pixels, padding);
  const lowest = padding ? 1 : 0;
  const levels = 65_535 - lowest;
  const step = whole && max - min <= levels ? 1 : (max - min) / levels || 1;
  const level = (value: number) => {
    if (isWithin(value, padding)) return 0;
    return Number.isFinite(value) ? Math.round((value - min) / step) + lowest : value > 0 ? 65_535 : lowest;
  };
  const inPixels = padding && { min: 0, max: 0 };
  return { pixels: Uint16Array.from(pixels, level), step, offset: min - lowest * step, padding: inPixels };
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

/** Modality values by the file's table; padding becomes one value below all of them. */
function throughTable(pixels: StoredPixels, table: LookupTable, padding: ValueRange | null): Int32Array {
  return Int32Array.from(pixels, (value) => (isWithin(value, padding) ? -1 : lookUp(table, value)));
}

/** A VOI table with 8-bit entries: all that a screen shows. */
function levelTable({ name, first, values, bits }: VoiTable): LevelTable & { name: string | null } {
  const white = 2 ** bits - 1;
  return { name, first, levels: Uint8Array.from(values, (value) => Math.min(255, Math.round((value / white) * 255))) };
}

function spacingOf(header: FileHeader, frameIndex: number) {
  const { spacingMm = null, pixelAspect = null } = header.frames[frameIndex] ?? {};
  return {
    rowPixelSpacing: spacingMm?.row ?? null,
    columnPixelSpacing: spacingMm?.column ?? null,
    pixelAspect: pixelAspect ?? 1,
  };
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
    voiFunction: 'linear',
    voiTables: [],
    startsWithTable: false,
    padding: null,
    invert: false,
    ...spacingOf(header, frameIndex),
    unit: 'grey',
  };
}

/**
 * Turns a decoded frame into what is drawn. Grey of more than 16 bits or in floating point is rescaled into 16 bits, with
 * slope and intercept adjusted so that modality values stay what they are (to a 65534th of the range without padding); a modality table
 * is applied; palettes and colour become RGBA; alpha goes over black.
 * @param frameIndex 0-based, the frame that `image` and `tables` were decoded from
 */
export function toDisplayImage(
  header: FileHeader,
  frameIndex: number,
  image: DecodedFrame,
  tables: LookupTables = NO_TABLES,
): DisplayImage {
  if (image.samples >= 3 || header.palette !== null) return colourImage(header, frameIndex, image);
  const storedPadding = image.samples === 1 ? paddingOf(header) : null;
  const stored = image.samples === 2 ? greyOverBlack(image) : image.pixels;
  const { modality } = tables;
  const tablePadding = modality && storedPadding ? { min: -1, max: -1 } : storedPadding;
  const { pixels, step, offset, padding } = inSixteenBits(
    modality ? throughTable(stored, modality, storedPadding) : stored,
    tablePadding,
  );
  const { min, max } = finiteRange(pixels, padding);
  const frame = header.frames[frameIndex];
  const rescale = (modality ? null : frame?.rescale) ?? { slope: 1, intercept: 0, toHu: modality?.type === 'HU' };
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
    voiFunction: frame?.voiFunction ?? 'linear',
    voiTables: tables.voi.map(levelTable),
    startsWithTable: tables.voi.length > 0 && (frame?.windows.length ?? 0) === 0,
    padding,
    invert: header.photometric === 'MONOCHROME1',
    ...spacingOf(header, frameIndex),
    unit: rescale.toHu ? 'HU' : header.format === 'png' ? 'grey' : 'value',
  };
}
