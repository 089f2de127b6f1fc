import { scaleAndShift } from '../prediction/affine.ts';
import { withMirrorDifference } from '../prediction/mirror-difference.ts';
import { type BrainLevels, channelBrainLevels, standardise } from '../prediction/standardise.ts';
import { warpPicture } from '../prediction/warp.ts';
import { createSeededRandom } from '../random/seeded-random.ts';
import type { Architecture } from './architecture.ts';
import type { DrawnAugmentation } from './augmentation.ts';
import { elasticField } from './elastic-field.ts';
import { countPictureLayers } from './layer-shapes.ts';

/**
 * One picture as it enters the network proper: the architecture's picture layers, with augmentation in between. Gamma
 * comes before standardising (which follows it: brain and bone are raised to the same power), contrast, brightness and noise
 * after it, the mirror difference next, and last all channels are bent, turned, moved and zoomed together. What comes in from
 * outside is background: the darkest value of each channel, without noise, and no difference between the sides.
 * @param picture [inputSide, inputSide, channels], 0..1
 * @param drawn null outside of training
 * @returns [inputSide, inputSide, enteringChannels]
 */
export function networkPicture(
  architecture: Architecture,
  picture: Float32Array,
  drawn: DrawnAugmentation | null,
): Float32Array {
  const { inputSide, layers, channels } = architecture;
  const pictureLayers = layers.slice(0, countPictureLayers(architecture)).map(({ kind }) => kind);
  let current = drawn ? raised(picture, drawn.gamma) : picture;
  if (pictureLayers.includes('standardise')) {
    const levels = channelBrainLevels(picture, inputSide, channels);
    current = standardise(current, raisedLevels(levels, drawn?.gamma ?? 1));
  }
  if (drawn) current = scaledAndShifted(current, drawn.contrast, drawn.brightness);
  const moves = drawn?.toSource || drawn?.elastic;
  let fill = moves ? darkest(current, channels) : Array.from({ length: channels }, () => 0);
  if (drawn?.noise) current = noisy(current, drawn.noise);
  for (const kind of pictureLayers) {
    if (kind !== 'mirror-difference') continue;
    current = withMirrorDifference(current, inputSide, fill.length);
    fill = [...fill, ...fill.map(() => 0)];
  }
  return drawn ? movedPicture(current, inputSide, drawn, fill) : current;
}

function movedPicture(
  picture: Float32Array,
  side: number,
  { toSource, elastic }: DrawnAugmentation,
  fill: readonly number[],
): Float32Array {
  if (!toSource && !elastic) return picture;
  const bend = elastic && elasticField(side, elastic.reach * side, elastic.smoothness * side, elastic.seed);
  return warpPicture(picture, side, toSource?.(side) ?? scaleAndShift(1, 1), fill, bend);
}

function noisy(picture: Float32Array, noise: NonNullable<DrawnAugmentation['noise']>): Float32Array {
  const random = createSeededRandom(noise.seed);
  return picture.map((value) => value + random.normal(0, noise.standardDeviation));
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

/** The least value of each channel. */
function darkest(picture: Float32Array, channels: number): number[] {
  const least: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    let ofChannel = Number.POSITIVE_INFINITY;
    for (let at = channel; at < picture.length; at += channels) {
      const level = picture[at] as number;
      if (level < ofChannel) ofChannel = level;
    }
    least.push(ofChannel);
  }
  return least;
}

function raisedLevels(levels: readonly BrainLevels[], gamma: number): BrainLevels[] {
  return levels.map(({ median, high }) => ({ median: Math.max(0, median) ** gamma, high: Math.max(0, high) ** gamma }));
}
