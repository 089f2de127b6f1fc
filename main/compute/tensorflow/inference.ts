import type { Architecture } from '../../../src/training/architecture.ts';
import { centerCrop, inRuns, networkBatch, sampleLength } from './batches.ts';
import { type Engine, inScope } from './engine.ts';
import type { Stage } from './execution-plan.ts';
import type { Tensor } from './load-tensorflow.ts';
import { runForward } from './network.ts';

/**
 * The softmax's second output, the probability of haemorrhage, for one row of logits [n, 2]. In double precision here,
 * because TensorFlow's softmax rounds a row otherwise when it stands at the end of a short batch.
 */
export function probabilityInRow(logits: ArrayLike<number>, row: number): number {
  const none = logits[2 * row] ?? Number.NaN;
  const haemorrhage = logits[2 * row + 1] ?? Number.NaN;
  return 1 / (1 + Math.exp(none - haemorrhage));
}

/** How many slices are run at a time where only answers are wanted. */
const INFERENCE_BATCH = 32;

/**
 * Rows in a batch of `count` slices. A batch of one takes another matrix kernel, whose sums round otherwise; from two on
 * a slice's answer has the same bits whatever else is in the batch (tested). So a lone slice gets a black neighbour.
 */
export function paddedBatchLength(count: number): number {
  return Math.max(2, count);
}

/** The centre crops of some samples as a padded batch of at least 2 (see networkBatch). Call inside `tf.tidy`. */
export function inferenceBatch(
  { tf }: Engine,
  architecture: Architecture,
  inputs: Float32Array,
  samples: readonly number[],
): Tensor {
  const rows = paddedBatchLength(samples.length);
  const { values, shape } = networkBatch(architecture, inputs, samples, { cropOf: centerCrop(architecture) }, rows);
  return tf.tensor4d(values, shape);
}

/** How many samples an array of inputs holds. Throws RangeError when it is not a whole number of them. */
export function countSamples(architecture: Architecture, inputs: Float32Array): number {
  const count = inputs.length / sampleLength(architecture);
  if (Number.isInteger(count)) return count;
  const { resizeSide, channels } = architecture;
  throw new RangeError(`The inputs are not a whole number of ${resizeSide}x${resizeSide}x${channels} pictures.`);
}

/**
 * Probability of haemorrhage for each input, the same bits for a slice whatever its neighbours are.
 * @param inputs [n, resizeSide, resizeSide, channels]
 */
export function inferProbabilities(
  engine: Engine,
  architecture: Architecture,
  stages: readonly Stage[],
  weights: readonly Tensor[],
  inputs: Float32Array,
): Float32Array {
  const { kernels } = engine;
  const samples = Array.from({ length: countSamples(architecture, inputs) }, (_, index) => index);
  const probabilities = new Float32Array(samples.length);
  for (const run of inRuns(samples, INFERENCE_BATCH)) {
    const logits = inScope(engine, () => {
      const batch = inferenceBatch(engine, architecture, inputs, run);
      return runForward(kernels, stages, weights, batch).logits.dataSync();
    });
    for (const [place, sample] of run.entries()) probabilities[sample] = probabilityInRow(logits, place);
  }
  return probabilities;
}
