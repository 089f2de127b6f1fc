import { withMirrorDifference } from '../prediction/mirror-difference.ts';
import { type BrainLevels, brainLevels, standardise } from '../prediction/standardise.ts';
import { warpPicture } from '../prediction/warp.ts';
import type { Architecture } from './architecture.ts';
import type { DrawnAugmentation } from './augmentation.ts';
import { countPictureLayers } from './layer-shapes.ts';

/**
 * One picture as it enters the network proper: the architecture's picture layers, with augmentation in between. Gamma
 * comes before standardising (which follows it: brain and bone are raised to the same power), contrast and brightness
 * after it, the mirror difference next, and last all channels are turned, moved and zoomed together. What comes in from
 * outside is background: the darkest value of the picture, and no difference between the sides.
 * @param picture [inputSide, inputSide, channels], 0..1
 * @param drawn null outside of training
 * @returns [inputSide, inputSide, enteringChannels]
 */
export function networkPicture(
  architecture: Architecture,
  picture: Float32Array,
  drawn: DrawnAugmentation | null,
): Float32Array {
  const { inputSide, layers } = architecture;
  const pictureLayers = layers.slice(0, countPictureLayers(architecture)).map(({ kind }) => kind);
  let current = drawn ? raised(picture, drawn.gamma) : picture;
  if (pictureLayers.includes('standardise')) {
    current = standardise(current, raisedLevels(brainLevels(picture, inputSide), drawn?.gamma ?? 1));
  }
  if (drawn) current = current.map((value) => value * drawn.contrast + drawn.brightness);
  const background = drawn?.toSource ? current.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) : 0;
  let fill: number[] = Array.from({ length: architecture.channels }, () => background);
  for (const kind of pictureLayers) {
    if (kind !== 'mirror-difference') continue;
    current = withMirrorDifference(current, inputSide, fill.length);
    fill = [...fill, ...fill.map(() => 0)];
  }
  return drawn?.toSource ? warpPicture(current, inputSide, drawn.toSource(inputSide), fill) : current;
}

/** Rounding can leave a level a hair below 0, where powers are not numbers. */
function raised(picture: Float32Array, gamma: number): Float32Array {
  return gamma === 1 ? picture : picture.map((level) => Math.max(0, level) ** gamma);
}

function raisedLevels({ median, high }: BrainLevels, gamma: number): BrainLevels {
  return { median: Math.max(0, median) ** gamma, high: Math.max(0, high) ** gamma };
}
