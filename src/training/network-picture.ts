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
  if (drawn) current = current.map((value) => value * drawn.contrast + drawn.brightness);
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

/** The least value of each channel. */
function darkest(picture: Float32Array, channels: number): number[] {
  const least = Array.from({ length: channels }, () => Number.POSITIVE_INFINITY);
  for (const [index, value] of picture.entries()) {
    const channel = index % channels;
    least[channel] = Math.min(least[channel] as number, value);
  }
  return least;
}

function noisy(picture: Float32Array, noise: NonNullable<DrawnAugmentation['noise']>): Float32Array {
  const random = createSeededRandom(noise.seed);
  return picture.map((value) => value + random.normal(0, noise.standardDeviation));
}

/** Rounding can leave a level a hair below 0, where powers are not numbers. */
function raised(picture: Float32Array, gamma: number): Float32Array {
  return gamma === 1 ? picture : picture.map((level) => Math.max(0, level) ** gamma);
}

function raisedLevels(levels: readonly BrainLevels[], gamma: number): BrainLevels[] {
  return levels.map(({ median, high }) => ({ median: Math.max(0, median) ** gamma, high: Math.max(0, high) ** gamma }));
}
