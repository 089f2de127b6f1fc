import type { DecodedFrame } from './decoded-frame.ts';
import type { FileHeader, FrameHeader } from './file-header.ts';
import { isWithin } from './finite-range.ts';
import { paddingOf } from './padding.ts';

/** Attenuation of air, by the definition of the scale. */
const AIR_HU = -1000;

/**
 * Modality rescale of one stored value (PS3.3 C.11.1.1.2): slope * stored + intercept.
 * @returns HU, or null where the file does not say how to get HU (`rescale.toHu` is false or there is no rescale)
 */
export function toHu(stored: number, frame: Pick<FrameHeader, 'rescale'>): number | null {
  return frame.rescale?.toHu ? frame.rescale.slope * stored + frame.rescale.intercept : null;
}

/**
 * A whole frame in HU, row-major, `rows * columns` long. Padding, of which a file may choose any value, is nowhere brighter than air.
 * @returns null where the file does not say how to get HU, or the frame is in colour
 */
export function hounsfield(
  image: DecodedFrame,
  header: Partial<Pick<FileHeader, 'pixelPaddingValue' | 'pixelPaddingLimit'>>,
  frame: Pick<FrameHeader, 'rescale'>,
): Float32Array | null {
  if (!frame.rescale?.toHu || image.samples !== 1) return null;
  const { slope, intercept } = frame.rescale;
  const { pixels } = image;
  // A loop: Float32Array.from asks an iterator for each value, which takes 30 times as long.
  const hu = new Float32Array(pixels.length);
  for (let at = 0; at < hu.length; at += 1) hu[at] = slope * (pixels[at] as number) + intercept;
  const padding = paddingOf(header);
  if (padding === null) return hu;
  for (let at = 0; at < hu.length; at += 1) {
    if (isWithin(pixels[at] as number, padding)) hu[at] = Math.min(hu[at] as number, AIR_HU);
  }
  return hu;
}
