import type { DecodedFrame } from '../study/decoded-frame.ts';
import type { FileHeader } from '../study/file-header.ts';
import { greyLevels } from '../study/grey.ts';
import { hounsfield } from '../study/hounsfield.ts';
import { type Affine, scaleAndShift } from './affine.ts';
import { frameHead } from './frame-head.ts';
import { alignToMidline } from './midline.ts';
import type { Intensity, Preprocessing } from './preprocessing.ts';
import { resizeBilinear } from './resize.ts';

/** Brain window, width 80 and level 40 HU. */
const BRAIN_WINDOW: Intensity = { kind: 'ct-window', centerHu: 40, widthHu: 80 };

/** What new models are made with: PNG as grey, CT through the brain window 80/40; by default stretched to a square. */
export function defaultPreprocessing(side: number, framing?: Preprocessing['framing']): Preprocessing {
  return { png: { kind: 'grey' }, ct: BRAIN_WINDOW, side, ...(framing && { framing }) };
}

/** What enters the network for a frame, and where the frame's pixels went. */
export interface NetworkInput {
  /** [side, side, 1], row-major, 0..1 */
  readonly input: Float32Array;
  /** From a position in the slice to the position in the input. */
  readonly placement: Affine;
}

/**
 * What enters the network for one frame. A frame in HU goes through `preprocessing.ct`, any other through
 * `preprocessing.png`; then the framing, with an antialiased resize. The same frame gives the same bits.
 * @throws RangeError when a CT window is asked of a picture that has no HU, or the frame is not in the header
 */
export function placedNetworkInput(
  image: DecodedFrame,
  header: FileHeader,
  frameIndex: number,
  preprocessing: Preprocessing,
): NetworkInput {
  const levels = intensityLevels(image, header, frameIndex, preprocessing);
  const { rows, columns } = image;
  const { side, framing } = preprocessing;
  if (framing === 'head' || framing === 'aligned-head') {
    const framed = frameHead(levels, rows, columns, side);
    const { picture, placement } = framing === 'head' ? framed : alignToMidline(framed, side);
    return { input: picture, placement };
  }
  return {
    input: resizeBilinear(levels, rows, columns, side, side),
    placement: scaleAndShift(side / columns, side / rows),
  };
}

/** `placedNetworkInput` where it does not matter where the pixels went: [side, side, 1], row-major, 0..1. */
export function toNetworkInput(
  image: DecodedFrame,
  header: FileHeader,
  frameIndex: number,
  preprocessing: Preprocessing,
): Float32Array {
  return placedNetworkInput(image, header, frameIndex, preprocessing).input;
}

/** The grey levels 0..1 of a frame before its framing, [rows, columns]. Throws RangeError as placedNetworkInput does. */
export function intensityLevels(
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
