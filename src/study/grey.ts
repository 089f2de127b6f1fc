import type { DecodedFrame, StoredPixels } from './decoded-frame.ts';
import type { FileHeader } from './file-header.ts';
import { finiteRange, isWithin } from './finite-range.ts';
import { paddingOf } from './padding.ts';

/** What the grey levels of a frame depend on besides its pixels. */
export type GreyHeader = Pick<FileHeader, 'bitsStored' | 'signed' | 'photometric' | 'palette'> &
  Partial<Pick<FileHeader, 'pixelPaddingValue' | 'pixelPaddingLimit'>>;

/** Rec. ITU-R BT.601 luma of red, green and blue, all on one scale. */
function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** Held between 0 and 1; 0 for what is no number. */
export function withinOne(level: number): number {
  return level > 0 ? Math.min(level, 1) : 0;
}

/** The values that are black and white: the range of BitsStored, or for floating point the frame's own range without padding. */
function fullRange(pixels: StoredPixels, header: GreyHeader): { black: number; white: number } {
  if (pixels instanceof Float32Array || pixels instanceof Float64Array) {
    const { min, max } = finiteRange(pixels, paddingOf(header));
    return { black: min, white: max > min ? max : min + 1 };
  }
  const levels = 2 ** header.bitsStored;
  return header.signed ? { black: -levels / 2, white: levels / 2 - 1 } : { black: 0, white: levels - 1 };
}

function greyOfPalette(pixels: StoredPixels, palette: { first: number; rgb: Uint8Array }): Float32Array {
  const last = palette.rgb.length / 3 - 1;
  const greyOfEntry = Float32Array.from({ length: last + 1 }, (_, entry) => {
    const [red = 0, green = 0, blue = 0] = palette.rgb.subarray(entry * 3, entry * 3 + 3);
    return luma(red, green, blue) / 255;
  });
  return Float32Array.from(
    pixels,
    (stored) => greyOfEntry[Math.min(Math.max(stored - palette.first, 0), last)] as number,
  );
}

/**
 * Grey levels of a frame as it is seen: 0 (black) to 1 (white), row-major, `rows * columns` long. Colour by Rec. 601
 * luma on the stored (gamma-coded) values, alpha over black; 8, 12 or 16 bits are kept in the float. The scale is the
 * full range of BitsStored, never the frame's own, except for floating-point pixels, of which what is no number counts
 * as the lowest. Padding of a grey picture is black. MONOCHROME1 is inverted, a DICOM palette is looked up. For CT in HU use
 * `hounsfield` and a window instead.
 */
export function greyLevels(image: DecodedFrame, header: GreyHeader): Float32Array {
  const { pixels, samples } = image;
  if (samples === 1 && header.palette !== null) return greyOfPalette(pixels, header.palette);
  const { black, white } = fullRange(pixels, header);
  const scale = 1 / (white - black);
  const levels = new Float32Array(image.rows * image.columns);
  const padding = paddingOf(header);
  const level = (offset: number) => withinOne(((pixels[offset] as number) - black) * scale);
  for (let index = 0; index < levels.length; index += 1) {
    const offset = index * samples;
    if (samples === 1 && isWithin(pixels[offset] as number, padding)) continue;
    const grey = samples < 3 ? level(offset) : luma(level(offset), level(offset + 1), level(offset + 2));
    const alpha = samples === 2 || samples === 4 ? level(offset + samples - 1) : 1;
    levels[index] = (header.photometric === 'MONOCHROME1' ? 1 - grey : grey) * alpha;
  }
  return levels;
}
