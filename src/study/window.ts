import type { FileHeader, VoiFunction } from './file-header.ts';

/** A display window in modality units (HU for CT, stored grey values for PNG). */
export interface DisplayWindow {
  readonly center: number;
  /** At least 1, except for floating-point pixels of a small range. */
  readonly width: number;
}

/** The window a CT without one of its own is first shown in: brain. */
const BRAIN: DisplayWindow = { center: 40, width: 80 };

/**
 * DICOM's window functions: LINEAR (PS3.3 C.11.2.1.2.1), SIGMOID (C.11.2.1.3.1) and LINEAR_EXACT (C.11.2.1.3.2).
 * @param value in modality units
 * @returns 0 (black) to 1 (white)
 */
export function windowed(value: number, { center, width }: DisplayWindow, voiFunction: VoiFunction = 'linear'): number {
  if (voiFunction === 'sigmoid') return 1 / (1 + Math.exp((-4 * (value - center)) / width));
  if (voiFunction === 'linear-exact') return Math.min(Math.max((value - center) / width + 0.5, 0), 1);
  const middle = center - 0.5;
  const half = (width - 1) / 2;
  if (value <= middle - half) return 0;
  if (value > middle + half) return 1;
  return (value - middle) / (width - 1) + 0.5;
}

/** The narrowest window that shows `min` as black and `max` as white; for a range of fractions just that range. */
export function windowOfRange(min: number, max: number): DisplayWindow {
  if (!Number.isInteger(min) || !Number.isInteger(max)) return { center: (min + max) / 2, width: max - min || 1 };
  const width = max - min + 1;
  return { center: min + width / 2, width };
}

/** Fewer bits than these no picture counts as having: one that holds next to nothing is not stretched to noise. */
const LEAST_BITS = 8;

/**
 * How many bits a picture uses of those that it is stored with: those of its highest value (not negative), at least 8. Values of
 * 12 bits in a PNG of 16 are 12.
 */
export function usedBits(bitsStored: number, highest: number): number {
  return Math.min(bitsStored, Math.max(LEAST_BITS, Math.ceil(Math.log2(highest + 1))));
}

/**
 * The window a frame is first shown in: its first stored one, else brain for CT in HU, else for a PNG the range of the bits that it
 * uses, else the frame's own range.
 * @param range lowest and highest value of the frame in modality units
 */
export function defaultWindow(
  header: Pick<FileHeader, 'format' | 'bitsStored' | 'frames'>,
  frameIndex: number,
  range: { readonly min: number; readonly max: number },
): DisplayWindow {
  const frame = header.frames[frameIndex];
  const stored = frame?.windows[0];
  if (stored) return { center: stored.center, width: stored.width };
  if (frame?.rescale?.toHu) return BRAIN;
  if (header.format === 'png') return windowOfRange(0, 2 ** usedBits(header.bitsStored, range.max) - 1);
  return windowOfRange(range.min, range.max);
}
