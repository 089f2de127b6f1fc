import { centerCropOffset } from '../../../src/prediction/heatmap-geometry.ts';
import type { SeededRandom } from '../../../src/random/seeded-random.ts';
import type { Architecture } from '../../../src/training/architecture.ts';

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

/**
 * A batch as it enters the network: [samples.length, inputSide, inputSide, channels].
 * @param inputs [n, resizeSide, resizeSide, channels]
 * @param samples places among the n
 * @param batchLength how many samples the batch has; those missing are zero
 */
export function gatherBatch(
  architecture: Architecture,
  inputs: Float32Array,
  samples: readonly number[],
  cropOf: CropOf,
  batchLength = samples.length,
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
