import type { Architecture } from '../../../src/training/architecture.ts';
import { centerCrop, inRuns, type NetworkBatch, networkBatch, sampleLength } from './batches.ts';
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
 * Rows in a batch of `count` slices. A batch of one takes another matrix kernel, whose sums round otherwise, so a lone slice
 * gets a black neighbour. From two on a slice's answer has the same bits whatever else is in the batch on processors with
 * AVX-512; on those without it may differ in the last bit (seen: 3e-8; tested to 5e-7).
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
  const { values, shape } = paddedBatch(architecture, inputs, samples);
  return tf.tensor4d(values, shape);
}

function paddedBatch(architecture: Architecture, inputs: Float32Array, samples: readonly number[]): NetworkBatch {
  const rows = paddedBatchLength(samples.length);
  return networkBatch(architecture, inputs, samples, { cropOf: centerCrop(architecture) }, rows);
}

/** How many samples an array of inputs holds. Throws RangeError when it is not a whole number of them. */
export function countSamples(architecture: Architecture, inputs: Float32Array): number {
  const count = inputs.length / sampleLength(architecture);
  if (Number.isInteger(count)) return count;
  const { resizeSide, channels } = architecture;
  throw new RangeError(`The inputs are not a whole number of ${resizeSide}x${resizeSide}x${channels} pictures.`);
}

/** Slices that are run together, ready for the network. */
export interface InferenceRun {
  readonly count: number;
  readonly batch: NetworkBatch;
}

/**
 * The slices in batches, each made when it is asked for.
 * @param inputs [n, resizeSide, resizeSide, channels]
 */
export function* inferenceRuns(architecture: Architecture, inputs: Float32Array): Generator<InferenceRun> {
  const samples = Array.from({ length: countSamples(architecture, inputs) }, (_, index) => index);
  for (const run of inRuns(samples, INFERENCE_BATCH)) {
    yield { count: run.length, batch: paddedBatch(architecture, inputs, run) };
  }
}

/** Probability of haemorrhage for each slice, within 5e-7 the same whatever its neighbours are (see paddedBatchLength). */
export function inferRuns(
  engine: Engine,
  stages: readonly Stage[],
  weights: readonly Tensor[],
  runs: Iterable<InferenceRun>,
): Float32Array {
  const probabilities: number[] = [];
  for (const { count, batch } of runs) {
    const logits = inScope(engine, () => {
      const inputs = engine.tf.tensor4d(batch.values, batch.shape);
      return runForward(engine.kernels, stages, weights, inputs).logits.dataSync();
    });
    for (let row = 0; row < count; row++) probabilities.push(probabilityInRow(logits, row));
  }
  return Float32Array.from(probabilities);
}

/** `inferRuns` on the slices of an array [n, resizeSide, resizeSide, channels]. */
export function inferProbabilities(
  engine: Engine,
  architecture: Architecture,
  stages: readonly Stage[],
  weights: readonly Tensor[],
  inputs: Float32Array,
): Float32Array {
  return inferRuns(engine, stages, weights, inferenceRuns(architecture, inputs));
}
