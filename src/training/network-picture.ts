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
  if (drawn) current = scaledAndShifted(current, drawn.contrast, drawn.brightness);
  const background = drawn?.toSource ? darkest(current) : 0;
  let fill: number[] = Array.from({ length: architecture.channels }, () => background);
  for (const kind of pictureLayers) {
    if (kind !== 'mirror-difference') continue;
    current = withMirrorDifference(current, inputSide, fill.length);
    fill = [...fill, ...fill.map(() => 0)];
  }
  return drawn?.toSource ? warpPicture(current, inputSide, drawn.toSource(inputSide), fill) : current;
}

// Loops, not map and reduce: a training makes thousands of pictures.

/** Rounding can leave a level a hair below 0, where powers are not numbers. */
function raised(picture: Float32Array, gamma: number): Float32Array {
  if (gamma === 1) return picture;
  const powers = new Float32Array(picture.length);
  for (let at = 0; at < picture.length; at++) {
    const level = picture[at] as number;
    // 0 stays 0, which is most of a slice, and powers are dear.
    if (level > 0) powers[at] = level ** gamma;
  }
  return powers;
}

function scaledAndShifted(picture: Float32Array, contrast: number, brightness: number): Float32Array {
  const changed = new Float32Array(picture.length);
  for (let at = 0; at < picture.length; at++) changed[at] = (picture[at] as number) * contrast + brightness;
  return changed;
}

function darkest(picture: Float32Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < picture.length; at++) {
    const level = picture[at] as number;
    if (level < least) least = level;
  }
  return least;
}

function raisedLevels({ median, high }: BrainLevels, gamma: number): BrainLevels {
  return { median: Math.max(0, median) ** gamma, high: Math.max(0, high) ** gamma };
}
