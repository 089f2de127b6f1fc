import type { DecodedFrame } from '../study/decoded-frame.ts';
import type { FileHeader } from '../study/file-header.ts';
import { greyLevels } from '../study/grey.ts';
import { hounsfield } from '../study/hounsfield.ts';
import type { Intensity, Preprocessing } from './preprocessing.ts';
import { resizeBilinear } from './resize.ts';

/** Brain window, width 80 and level 40 HU. */
const BRAIN_WINDOW: Intensity = { kind: 'ct-window', centerHu: 40, widthHu: 80 };

/** What new models are made with: PNG as grey, CT through the brain window 80/40. */
export function defaultPreprocessing(side: number): Preprocessing {
  return { png: { kind: 'grey' }, ct: BRAIN_WINDOW, side };
}

/**
 * What enters the network for one frame: [side, side, 1], row-major, 0..1. A frame in HU goes through `preprocessing.ct`,
 * any other through `preprocessing.png`; then the antialiased, stretching resize.
 * @throws RangeError when a CT window is asked of a picture that has no HU, or the frame is not in the header
 */
export function toNetworkInput(
  image: DecodedFrame,
  header: FileHeader,
  frameIndex: number,
  preprocessing: Preprocessing,
): Float32Array {
  const levels = intensityLevels(image, header, frameIndex, preprocessing);
  return resizeBilinear(levels, image.rows, image.columns, preprocessing.side, preprocessing.side);
}

function intensityLevels(
  image: DecodedFrame,
  header: FileHeader,
  frameIndex: number,
  preprocessing: Preprocessing,
): Float32Array {
  const frame = header.frames[frameIndex];
  if (!frame) throw new RangeError(`The file has ${header.frames.length} frames, and no frame ${frameIndex}.`);
  const hu = hounsfield(image, frame);
  const intensity = hu ? preprocessing.ct : preprocessing.png;
  if (intensity.kind === 'grey') return greyLevels(image, header);
  if (!hu) throw new RangeError('A CT window needs Hounsfield units, which this picture does not have.');
  return hu.map((value) => windowedLevel(value, intensity.centerHu, intensity.widthHu));
}

/** A value through a linear window to 0..1 (DICOM PS3.3 C.11.2.1.2.1, with the output range scaled to 1). */
export function windowedLevel(value: number, center: number, width: number): number {
  if (width <= 1) return value <= center - 0.5 ? 0 : 1;
  return Math.min(1, Math.max(0, (value - (center - 0.5)) / (width - 1) + 0.5));
}
