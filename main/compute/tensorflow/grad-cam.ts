import type { GradientMethod } from '../../../src/explanation/heatmap-method.ts';
import { heatmapGeometry } from '../../../src/prediction/heatmap-geometry.ts';
import type { TrainableLabel } from '../../../src/review/label.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import { inRuns } from './batches.ts';
import { type Engine, inScope } from './engine.ts';
import type { Stage } from './execution-plan.ts';
import { countSamples, inferenceBatch, probabilityInRow } from './inference.ts';
import type { Kernels } from './kernels.ts';
import type { Tensor } from './load-tensorflow.ts';
import { type ForwardPass, runBackwardTo, runForward } from './network.ts';
import { weightOf } from './stage-record.ts';

/** Slices explained at a time; the gradient keeps every layer's output in memory. */
const EXPLAIN_BATCH = 16;

/** The heat of one slice, row-major, not negative, in units of the score (not normalised). */
export interface Explanation {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
  /** Probability of haemorrhage, as `inferProbabilities` gives it for the same batch. */
  readonly probability: number;
}

/**
 * Grad-CAM for an answer (Selvaraju et al., ICCV 2017, equations 1 and 2): A is the last convolution after its ramp,
 * the score y is the answer's logit (before the softmax), alpha_k the mean over cells of dy/dA_k, and the heat
 * ramp(sum_k alpha_k A_k). Grad-CAM++ (Chattopadhay et al., WACV 2018) has another alpha_k, see `plusPlusWeights`.
 * @param inputs [n, resizeSide, resizeSide, channels]
 */
export function explainByGradient(
  engine: Engine,
  architecture: Architecture,
  stages: readonly Stage[],
  weights: readonly Tensor[],
  inputs: Float32Array,
  method: GradientMethod = 'grad-cam',
  answer: TrainableLabel = 'haemorrhage',
): Explanation[] {
  const { height, width } = heatmapGeometry(architecture);
  const cells = height * width;
  const samples = Array.from({ length: countSamples(architecture, inputs) }, (_, index) => index);
  return inRuns(samples, EXPLAIN_BATCH).flatMap((run) => {
    const { heat, logits } = inScope(engine, () => {
      const batch = inferenceBatch(engine, architecture, inputs, run);
      const pass = runForward(engine.kernels, stages, weights, batch);
      return {
        heat: heatOf(engine, pass, weights, cells, method, answer).dataSync() as Float32Array,
        logits: pass.logits.dataSync(),
      };
    });
    return run.map((_, place) => ({
      height,
      width,
      values: heat.slice(place * cells, (place + 1) * cells),
      probability: Math.fround(probabilityInRow(logits, place)),
    }));
  });
}

function heatOf(
  { tf, kernels }: Engine,
  pass: ForwardPass,
  weights: readonly Tensor[],
  cells: number,
  method: GradientMethod,
  answer: TrainableLabel,
): Tensor {
  // A convolution's batch norm is a stage of its own behind it.
  const last = pass.records.findLastIndex(({ stage }) => stage.kind === 'conv' || stage.kind === 'batch-norm');
  const record = pass.records[last];
  if (!record?.convolved || !('pool' in record.stage)) throw new RangeError('There is no convolution to explain.');
  const batch = record.convolved.shape[0] ?? 0;
  const channels = record.convolved.shape[3] ?? 0;

  // A itself, before the pool: the forward pass pools before bias and ramp (see planStages).
  const hasBias = record.stage.kind === 'conv' && record.stage.bias;
  const sums = hasBias ? kernels.biasAdd(record.convolved, weightOf(record.stage, weights, 1)) : record.convolved;
  const activation = record.stage.ramp ? kernels.ramp(sums) : sums;

  // A max pool hands each gradient to exactly one cell of A, so the sum of dy/dA over cells is that behind the pool.
  const ofAnswer = answer === 'haemorrhage' ? [0, 1] : [1, 0];
  const logitGradient = tf.tensor2d(Array.from({ length: batch }, () => ofAnswer));
  const behindPool = runBackwardTo(forFewRows(kernels), pass, weights, logitGradient, last);
  const alpha =
    method === 'grad-cam'
      ? behindPool.sum([1, 2]).div(cells)
      : plusPlusWeights(kernels.ramp(behindPool), activation.sum([1, 2], true));

  const mixed = kernels.batchMatMul(activation.reshape([batch, cells, channels]), alpha.reshape([batch, channels, 1]));
  return kernels.ramp(mixed);
}

/**
 * The same products, taken the other way round where the second factor is turned: for up to 16 slices the gradient to the input
 * of a large dense layer (45000 x 500) takes 20 ms in place of 110.
 */
function forFewRows(kernels: Kernels): Kernels {
  const { matMul } = kernels;
  return {
    ...kernels,
    matMul: (a, b, transposeA = false, transposeB = false) =>
      transposeB && !transposeA ? matMul(b, a.transpose()).transpose() : matMul(a, b, transposeA, transposeB),
  };
}

/**
 * The channel weights of Grad-CAM++ (equations 10, 11 and 19 of the paper, y = exp(S) for the logit S): with g = dS/dA,
 * sum over cells of g^2 / (2 g^2 + (sum of A over the picture) g^3) * ramp(g). Where g > 0 the term is
 * g / (2 + (sum of A) g), elsewhere it is 0. The factor exp(S), which all channels share, is left out: it changes the
 * unit of the map and not its shape. A pool hands each g to one cell, so the sum may be taken behind it.
 * @param slopes [n, h, w, channels], ramp(g)
 * @param activity [n, 1, 1, channels]
 * @returns [n, channels]
 */
function plusPlusWeights(slopes: Tensor, activity: Tensor): Tensor {
  return slopes.div(slopes.mul(activity).add(2)).sum([1, 2]);
}
