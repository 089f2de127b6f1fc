import type { Kernels } from './kernels.ts';
import type { Tensor } from './load-tensorflow.ts';
import { type StageRecord, weightOf } from './stage-record.ts';

/** The gradients of one stage, each computed when it is asked for. */
export interface StageGradients {
  /** Those of its learnt weights, with each weight's place among all weights. */
  weights(): [number, Tensor][];
  /** That of its input. */
  input(): Tensor;
}

/**
 * Back through one stage. Call inside `tf.tidy`.
 * @param gradient that of the stage's output
 */
export function stageGradients(
  k: Kernels,
  record: StageRecord,
  weights: readonly Tensor[],
  gradient: Tensor,
): StageGradients {
  const { stage, input, dropped } = record;
  const nothingLearnt = (): [number, Tensor][] => [];
  switch (stage.kind) {
    case 'flatten':
      return { weights: nothingLearnt, input: () => gradient.reshape(input.shape) };
    case 'global-pool':
      return { weights: nothingLearnt, input: () => k.globalPoolGradient(input, gradient) };
    case 'dropout':
      return { weights: nothingLearnt, input: () => (dropped ? gradient.mul(dropped) : gradient) };
    case 'dense': {
      const sums = beforeRamp(k, record, gradient);
      return {
        weights: () => [
          [stage.weightIndex + 1, k.biasGradient(sums)],
          [stage.weightIndex, k.matMul(input, sums, true, false)],
        ],
        input: () => k.matMul(sums, weightOf(stage, weights), false, true),
      };
    }
    case 'conv':
      return convolutionGradients(k, record, stage, weights, gradient);
    case 'batch-norm':
      return batchNormGradients(k, record, stage, weights, gradient);
  }
}

type StageOf<K extends StageRecord['stage']['kind']> = Extract<StageRecord['stage'], { kind: K }>;

function convolutionGradients(
  k: Kernels,
  record: StageRecord,
  stage: StageOf<'conv'>,
  weights: readonly Tensor[],
  gradient: Tensor,
): StageGradients {
  const { input } = record;
  const sums = beforeRamp(k, record, gradient);
  const convolved = beforePool(k, record, sums);
  return {
    weights: () => {
      const bias: [number, Tensor][] = stage.bias ? [[stage.weightIndex + 1, k.biasGradient(sums)]] : [];
      const kernel = k.convGradientKernel(input, weightOf(stage, weights), convolved, stage.padding);
      return [...bias, [stage.weightIndex, kernel]];
    },
    input: () => k.convGradientInput(input, weightOf(stage, weights), convolved, stage.padding),
  };
}

function batchNormGradients(
  k: Kernels,
  record: StageRecord,
  stage: StageOf<'batch-norm'>,
  weights: readonly Tensor[],
  gradient: Tensor,
): StageGradients {
  const { input, normalised } = record;
  if (!normalised) throw new RangeError('Nothing goes back through a batch norm outside of training.');
  const before = beforePool(k, record, beforeRamp(k, record, gradient));
  const all = k.batchNormGradient(input, weightOf(stage, weights), normalised, before);
  return {
    weights: () => [
      [stage.weightIndex, all.scale],
      [stage.weightIndex + 1, all.offset],
    ],
    input: () => all.input,
  };
}

/** Back through the ramp, where a stage has one. */
function beforeRamp(k: Kernels, { stage, output }: StageRecord, gradient: Tensor): Tensor {
  return 'ramp' in stage && stage.ramp ? k.rampGradient(gradient, output) : gradient;
}

/** Back through the pool, where a stage has one. */
function beforePool(k: Kernels, { stage, convolved, pooled }: StageRecord, gradient: Tensor): Tensor {
  const size = 'pool' in stage ? stage.pool : null;
  return size === null || !convolved || !pooled ? gradient : k.maxPoolGradient(convolved, pooled, gradient, size);
}
