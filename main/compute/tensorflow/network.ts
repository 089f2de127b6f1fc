import type { Stage } from './execution-plan.ts';
import type { Kernels } from './kernels.ts';
import type { Tensor } from './load-tensorflow.ts';

/** What a stage's gradient needs of its forward pass. */
export interface StageRecord {
  readonly stage: Stage;
  readonly input: Tensor;
  readonly output: Tensor;
  /** A convolution's output before pool, bias and ramp. */
  readonly convolved: Tensor | null;
  readonly pooled: ReturnType<Kernels['maxPool']> | null;
}

export interface ForwardPass {
  readonly logits: Tensor;
  readonly records: readonly StageRecord[];
}

/**
 * Runs a plan on a batch. Call inside `tf.tidy`.
 * @param inputs [n, side, side, channels]
 * @param weights kernel and bias of each layer that has them, in layer order
 * @returns logits [n, 2] and what the gradient needs
 */
export function runForward(
  k: Kernels,
  stages: readonly Stage[],
  weights: readonly Tensor[],
  inputs: Tensor,
): ForwardPass {
  const records: StageRecord[] = [];
  let current = inputs;
  for (const stage of stages) {
    const record = forwardStage(k, stage, weights, current);
    records.push(record);
    current = record.output;
  }
  return { logits: current, records };
}

/**
 * Gradients of a plan. Call inside `tf.tidy`.
 * @param logitsGradient [n, 2]
 * @returns the gradient of each weight, in the order of `weights`
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
    const { stage, input } = record;
    if (stage.kind === 'flatten') {
      gradient = gradient.reshape(input.shape);
      continue;
    }
    const sums = sumsGradient(k, record, gradient);
    gradients[stage.weightIndex + 1] = k.biasGradient(sums);
    const before = unpool(k, record, sums);
    gradients[stage.weightIndex] =
      stage.kind === 'dense'
        ? k.matMul(input, before, true, false)
        : k.convGradientKernel(input, kernelOf(stage, weights), before);
    // Nothing learns before the first stage, so the gradient of the network's input is not computed.
    if (record !== records[0]) gradient = inputGradient(k, record, weights, before);
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
    .reduceRight(
      (gradient, record) => inputGradient(k, record, weights, unpool(k, record, sumsGradient(k, record, gradient))),
      logitsGradient,
    );
}

function forwardStage(k: Kernels, stage: Stage, weights: readonly Tensor[], input: Tensor): StageRecord {
  const plain = { stage, input, convolved: null, pooled: null };
  switch (stage.kind) {
    case 'flatten': {
      const [batch = 0, ...rest] = input.shape;
      return { ...plain, output: input.reshape([batch, rest.reduce((a, b) => a * b, 1)]) };
    }
    case 'dense': {
      const sums = k.biasAdd(k.matMul(input, kernelOf(stage, weights)), biasOf(stage, weights));
      return { ...plain, output: stage.ramp ? k.ramp(sums) : sums };
    }
    case 'conv': {
      const convolved = k.conv(input, kernelOf(stage, weights));
      const pooled = stage.pool === null ? null : k.maxPool(convolved, stage.pool);
      const sums = k.biasAdd(pooled?.output ?? convolved, biasOf(stage, weights));
      return { stage, input, convolved, pooled, output: stage.ramp ? k.ramp(sums) : sums };
    }
  }
}

/** Back through the ramp: the gradient of a stage's biased sums from that of its output. */
function sumsGradient(k: Kernels, { stage, output }: StageRecord, gradient: Tensor): Tensor {
  return stage.kind !== 'flatten' && stage.ramp ? k.rampGradient(gradient, output) : gradient;
}

/** Back through a convolution or a matrix product: the gradient of a stage's input. */
function inputGradient(
  k: Kernels,
  { stage, input }: StageRecord,
  weights: readonly Tensor[],
  gradient: Tensor,
): Tensor {
  switch (stage.kind) {
    case 'flatten':
      return gradient.reshape(input.shape);
    case 'dense':
      return k.matMul(gradient, kernelOf(stage, weights), false, true);
    case 'conv':
      return k.convGradientInput(input, kernelOf(stage, weights), gradient);
  }
}

/** Back through the pool, where a stage has one. */
function unpool(k: Kernels, { stage, convolved, pooled }: StageRecord, gradient: Tensor): Tensor {
  if (stage.kind !== 'conv' || stage.pool === null || !convolved || !pooled) return gradient;
  return k.maxPoolGradient(convolved, pooled, gradient, stage.pool);
}

function kernelOf(stage: Exclude<Stage, { kind: 'flatten' }>, weights: readonly Tensor[]): Tensor {
  return weights[stage.weightIndex] as Tensor;
}

function biasOf(stage: Exclude<Stage, { kind: 'flatten' }>, weights: readonly Tensor[]): Tensor {
  return weights[stage.weightIndex + 1] as Tensor;
}
