import type { LoadedTensorFlow, Tensor } from './load-tensorflow.ts';

/** What a batch norm's gradient needs of its forward pass, and the statistics of the batch. */
export interface BatchNormPass {
  readonly output: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly reserves: readonly Tensor[];
}

export interface BatchNormKernels {
  /** Normalised by the batch's own mean and variance, in training. */
  batchNorm(input: Tensor, scale: Tensor, offset: Tensor): BatchNormPass;
  batchNormGradient(
    input: Tensor,
    scale: Tensor,
    pass: BatchNormPass,
    gradient: Tensor,
  ): { input: Tensor; scale: Tensor; offset: Tensor };
  /** Normalised by given statistics, outside of training. */
  normalise(input: Tensor, scale: Tensor, offset: Tensor, mean: Tensor, variance: Tensor): Tensor;
}

/** What is added to a variance before its root is divided by; Keras' default. */
const EPSILON = 1e-3;

/** Batch norm by TensorFlow's fused kernels, forwards and backwards. */
export function batchNormKernels({ tf, backend }: Pick<LoadedTensorFlow, 'tf' | 'backend'>): BatchNormKernels {
  const { binding } = backend;
  const attributes = (training: boolean) => [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'U', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: EPSILON },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: training },
  ];
  const forward = (inputs: Tensor[], training: boolean): Tensor[] =>
    backend.executeMultipleOutputs('FusedBatchNormV3', attributes(training) as never, inputs, 6);

  return {
    batchNorm: (input, scale, offset) => {
      const nothing = tf.tensor1d([], 'float32');
      const [output, mean, variance, ...reserves] = forward([input, scale, offset, nothing, nothing], true);
      if (!output || !mean || !variance) throw new Error('The batch norm gave no output.');
      return { output, mean, variance, reserves };
    },
    batchNormGradient: (input, scale, { reserves }, gradient) => {
      const inputs = [gradient, input, scale, ...reserves];
      const [toInput, toScale, toOffset] = backend.executeMultipleOutputs(
        'FusedBatchNormGradV3',
        attributes(true) as never,
        inputs,
        5,
      );
      if (!toInput || !toScale || !toOffset) throw new Error('The batch norm gave no gradient.');
      return { input: toInput, scale: toScale, offset: toOffset };
    },
    normalise: (input, scale, offset, mean, variance) => {
      const [output] = forward([input, scale, offset, mean, variance], false);
      if (!output) throw new Error('The batch norm gave no output.');
      return output;
    },
  };
}
