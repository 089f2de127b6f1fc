import type { Stage } from './execution-plan.ts';
import type { Kernels } from './kernels.ts';
import type { Tensor } from './load-tensorflow.ts';
import { type StageGradients, stageGradients } from './stage-gradients.ts';
import { type StageRecord, weightOf } from './stage-record.ts';

export interface ForwardPass {
  readonly logits: Tensor;
  readonly records: readonly StageRecord[];
}

/** What is done otherwise in training: batch norms go by the batch's own statistics, and dropouts drop. */
export interface TrainingMode {
  /** Zeros where a value is dropped, 1 / (1 - rate) elsewhere, in the shape of a stage's input. */
  dropoutMask(layerIndex: number, rate: number, shape: readonly number[]): Tensor;
}

/**
 * Runs a plan on a batch. Call inside `tf.tidy`.
 * @param inputs [n, side, side, channels] behind the picture layers
 * @param weights the weights of each layer that has them, in layer order
 * @param training null outside of training
 * @returns logits [n, 2] and what the gradient needs
 */
export function runForward(
  k: Kernels,
  stages: readonly Stage[],
  weights: readonly Tensor[],
  inputs: Tensor,
  training: TrainingMode | null = null,
): ForwardPass {
  const records: StageRecord[] = [];
  let current = inputs;
  for (const stage of stages) {
    const record = forwardStage(k, stage, weights, current, training);
    records.push(record);
    current = record.output;
  }
  return { logits: current, records };
}

/**
 * Gradients of a plan. Call inside `tf.tidy`.
 * @param logitsGradient [n, 2]
 * @returns the gradient of each weight, in the order of `weights`; the places of running statistics stay empty
 */
export function runBackward(
  k: Kernels,
  { records }: ForwardPass,
  weights: readonly Tensor[],
  logitsGradient: Tensor,
): Tensor[] {
  const gradients: Tensor[] = [];
  let gradient = logitsGradient;
  for (const record of records.toReversed()) {
    const of: StageGradients = stageGradients(k, record, weights, gradient);
    for (const [index, tensor] of of.weights()) gradients[index] = tensor;
    // Nothing learns before the first stage, so the gradient of the network's input is not computed.
    if (record !== records[0]) gradient = of.input();
  }
  return gradients;
}

/** The gradient of a score with respect to the output of stage `until`, given the score's gradient at the logits. */
export function runBackwardTo(
  k: Kernels,
  { records }: ForwardPass,
  weights: readonly Tensor[],
  logitsGradient: Tensor,
  until: number,
): Tensor {
  return records
    .slice(until + 1)
    .reduceRight((gradient, record) => stageGradients(k, record, weights, gradient).input(), logitsGradient);
}

function forwardStage(
  k: Kernels,
  stage: Stage,
  weights: readonly Tensor[],
  input: Tensor,
  training: TrainingMode | null,
): StageRecord {
  const plain = { stage, input, convolved: null, pooled: null, normalised: null, dropped: null };
  switch (stage.kind) {
    case 'flatten': {
      const [batch = 0, ...rest] = input.shape;
      return { ...plain, output: input.reshape([batch, rest.reduce((a, b) => a * b, 1)]) };
    }
    case 'global-pool':
      return { ...plain, output: k.globalPool(input) };
    case 'dropout': {
      const dropped = training?.dropoutMask(stage.layerIndex, stage.rate, input.shape) ?? null;
      return { ...plain, dropped, output: dropped ? input.mul(dropped) : input };
    }
    case 'dense': {
      const sums = k.biasAdd(k.matMul(input, weightOf(stage, weights)), weightOf(stage, weights, 1));
      return { ...plain, output: stage.ramp ? k.ramp(sums) : sums };
    }
    case 'conv': {
      const convolved = k.conv(input, weightOf(stage, weights), stage.padding);
      const pooled = stage.pool === null ? null : k.maxPool(convolved, stage.pool);
      const few = pooled?.output ?? convolved;
      const sums = stage.bias ? k.biasAdd(few, weightOf(stage, weights, 1)) : few;
      return { ...plain, convolved, pooled, output: stage.ramp ? k.ramp(sums) : sums };
    }
    case 'batch-norm': {
      const [scale, offset, mean, variance] = [0, 1, 2, 3].map((part) => weightOf(stage, weights, part)) as Four;
      const normalised = training ? k.batchNorm(input, scale, offset) : null;
      const convolved = normalised?.output ?? k.normalise(input, scale, offset, mean, variance);
      const pooled = stage.pool === null ? null : k.maxPool(convolved, stage.pool);
      const few = pooled?.output ?? convolved;
      return { ...plain, normalised, convolved, pooled, output: stage.ramp ? k.ramp(few) : few };
    }
  }
}

type Four = [Tensor, Tensor, Tensor, Tensor];
