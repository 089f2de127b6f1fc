import type { DecodedFrame } from '../study/decoded-frame.ts';
import type { FileHeader } from '../study/file-header.ts';
import { greyLevels, withinOne } from '../study/grey.ts';
import { hounsfield } from '../study/hounsfield.ts';
import type { Affine } from './affine.ts';
import { frameSlice } from './frame-slice.ts';
import { framingChoices } from './framing.ts';
import { type CtWindow, channelsOf, type Intensity, type Preprocessing } from './preprocessing.ts';

/** Brain window, width 80 and level 40 HU. */
const BRAIN_WINDOW: Intensity = { kind: 'ct-window', centerHu: 40, widthHu: 80 };

/** What new models are made with: PNG as grey, CT through the brain window 80/40; by default stretched to a square. */
export function defaultPreprocessing(side: number, framing?: Preprocessing['framing']): Preprocessing {
  return { png: { kind: 'grey' }, ct: BRAIN_WINDOW, side, ...(framing && { framing }) };
}

/** What enters the network for a frame, and where the frame's pixels went. */
export interface NetworkInput {
  /** [side, side, channels], row-major, 0..1 */
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
  const channels = channelLevels(image, header, frameIndex, preprocessing);
  const { side, framing } = preprocessing;
  const framed = frameSlice(channels, image.rows, image.columns, side, framingChoices(framing));
  return { input: framed.picture, placement: framed.placement };
}

/** `placedNetworkInput` where it does not matter where the pixels went: [side, side, channels], row-major, 0..1. */
export function toNetworkInput(
  image: DecodedFrame,
  header: FileHeader,
  frameIndex: number,
  preprocessing: Preprocessing,
): Float32Array {
  return placedNetworkInput(image, header, frameIndex, preprocessing).input;
}

/** Grey levels of a frame as a reader sees it, 0 to 1, row-major: CT through the brain window 80/40, other pictures as they are. */
export function seenLevels(image: DecodedFrame, header: FileHeader, frameIndex: number): Float32Array {
  const [levels] = channelLevels(image, header, frameIndex, defaultPreprocessing(0));
  return levels ?? new Float32Array();
}

/**
 * The grey levels 0..1 of each channel of a frame before its framing, [rows, columns]. A picture without HU has one grey, which
 * stands in every channel. Throws RangeError as placedNetworkInput does.
 */
export function channelLevels(
  image: DecodedFrame,
  header: FileHeader,
  frameIndex: number,
  preprocessing: Preprocessing,
): Float32Array[] {
  const frame = header.frames[frameIndex];
  if (!frame) throw new RangeError(`The file has ${header.frames.length} frames, and no frame ${frameIndex}.`);
  const hu = hounsfield(image, header, frame);
  const intensity = hu ? preprocessing.ct : preprocessing.png;
  const levels = windowsOf(intensity)?.map((window) => {
    if (!hu) throw new RangeError('A CT window needs Hounsfield units, which this picture does not have.');
    return windowed(hu, window);
  }) ?? [greyLevels(image, header)];
  const [first] = levels;
  return levels.length === 1 && first ? Array.from({ length: channelsOf(preprocessing) }, () => first) : levels;
}

/** The windows of an intensity, one for each channel; null for grey. */
function windowsOf(intensity: Intensity): readonly CtWindow[] | null {
  switch (intensity.kind) {
    case 'grey':
      return null;
    case 'ct-window':
      return [intensity];
    case 'ct-windows':
      return intensity.windows;
  }
}

function windowed(hu: Float32Array, { centerHu, widthHu }: CtWindow): Float32Array {
  const levels = new Float32Array(hu.length);
  for (let at = 0; at < levels.length; at += 1) levels[at] = windowedLevel(hu[at] as number, centerHu, widthHu);
  return levels;
}

/**
 * A value through a linear window to 0..1 (DICOM PS3.3 C.11.2.1.2.1, with the output range scaled to 1). What is no number, as
 * floating-point pixels may be, counts as the lowest.
 */
export function windowedLevel(value: number, center: number, width: number): number {
  if (width <= 1) return value > center - 0.5 ? 1 : 0;
  return withinOne((value - (center - 0.5)) / (width - 1) + 0.5);
}
