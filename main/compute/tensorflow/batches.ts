import { centerCropOffset } from '../../../src/prediction/heatmap-geometry.ts';
import type { SeededRandom } from '../../../src/random/seeded-random.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import type { DrawnAugmentation } from '../../../src/training/augmentation.ts';
import { countPictureLayers, enteringChannels } from '../../../src/training/layer-shapes.ts';
import { networkPicture } from '../../../src/training/network-picture.ts';

/** First row and column of a crop. */
export type CropOf = (sample: number) => { readonly row: number; readonly column: number };

/** The crop used everywhere but in training. */
export function centerCrop(architecture: Architecture): CropOf {
  const offset = centerCropOffset(architecture);
  return () => ({ row: offset, column: offset });
}

/** A crop drawn anew for each sample, all places equally likely. */
export function randomCrop(architecture: Architecture, random: SeededRandom): CropOf {
  const last = architecture.resizeSide - architecture.inputSide;
  return () => ({ row: random.integer(0, last), column: random.integer(0, last) });
}

/** How many numbers one sample has as it leaves preprocessing. */
export function sampleLength({ resizeSide, channels }: Architecture): number {
  return resizeSide * resizeSide * channels;
}

/** What training does to a sample; null for a sample that stays as it is. */
export type AugmentationOf = (sample: number) => DrawnAugmentation | null;

/** A batch as it enters the network proper. */
export interface NetworkBatch {
  readonly values: Float32Array;
  /** [batchLength, inputSide, inputSide, enteringChannels] */
  readonly shape: [number, number, number, number];
}

/**
 * Samples cropped, augmented and taken through the architecture's picture layers. Each is treated on its own, so that a
 * slice's bits do not depend on its neighbours.
 * @param batchLength how many samples the batch has; those missing are black pictures
 */
export function networkBatch(
  architecture: Architecture,
  inputs: Float32Array,
  samples: readonly number[],
  { cropOf, augmentationOf }: { readonly cropOf: CropOf; readonly augmentationOf?: AugmentationOf | null },
  batchLength = samples.length,
): NetworkBatch {
  const { inputSide, channels } = architecture;
  const cropped = gatherBatch(architecture, inputs, samples, cropOf, batchLength);
  const shape: NetworkBatch['shape'] = [batchLength, inputSide, inputSide, enteringChannels(architecture)];
  if (!augmentationOf && countPictureLayers(architecture) === 0) return { values: cropped, shape };
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const length = inputSide * inputSide * channels;
  for (let place = 0; place < batchLength; place++) {
    const sample = samples[place];
    const drawn = sample === undefined ? null : (augmentationOf?.(sample) ?? null);
    const picture = cropped.subarray(place * length, (place + 1) * length);
    values.set(networkPicture(architecture, picture, drawn), (place * values.length) / batchLength);
  }
  return { values, shape };
}

/**
 * Crops in a row: [batchLength, inputSide, inputSide, channels].
 * @param inputs [n, resizeSide, resizeSide, channels]
 * @param samples places among the n
 * @param batchLength how many samples the batch has; those missing are zero
 */
function gatherBatch(
  architecture: Architecture,
  inputs: Float32Array,
  samples: readonly number[],
  cropOf: CropOf,
  batchLength: number,
): Float32Array {
  const { resizeSide, inputSide, channels } = architecture;
  const lineLength = inputSide * channels;
  const batch = new Float32Array(batchLength * inputSide * lineLength);
  for (const [place, sample] of samples.entries()) {
    const { row, column } = cropOf(sample);
    for (let line = 0; line < inputSide; line++) {
      const start = sample * sampleLength(architecture) + ((row + line) * resizeSide + column) * channels;
      batch.set(inputs.subarray(start, start + lineLength), (place * inputSide + line) * lineLength);
    }
  }
  return batch;
}

/** 0, 1, ... n - 1 in runs of `size`; the last one may be shorter. */
export function inRuns<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, run) => items.slice(run * size, (run + 1) * size));
}
