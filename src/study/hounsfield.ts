import type { DecodedFrame } from './decoded-frame.ts';
import type { FrameHeader } from './file-header.ts';

/**
 * Modality rescale of one stored value (PS3.3 C.11.1.1.2): slope * stored + intercept.
 * @returns HU, or null where the file does not say how to get HU (`rescale.toHu` is false or there is no rescale)
 */
export function toHu(stored: number, frame: Pick<FrameHeader, 'rescale'>): number | null {
  return frame.rescale?.toHu ? frame.rescale.slope * stored + frame.rescale.intercept : null;
}

/**
 * A whole frame in HU, row-major, `rows * columns` long.
 * @returns null where the file does not say how to get HU, or the frame is in colour
 */
export function hounsfield(image: DecodedFrame, frame: Pick<FrameHeader, 'rescale'>): Float32Array | null {
  if (!frame.rescale?.toHu || image.samples !== 1) return null;
  const { slope, intercept } = frame.rescale;
  const { pixels } = image;
  // A loop: Float32Array.from asks an iterator for each value, which takes 30 times as long.
  const hu = new Float32Array(pixels.length);
  for (let at = 0; at < hu.length; at += 1) hu[at] = slope * (pixels[at] as number) + intercept;
  return hu;
}
