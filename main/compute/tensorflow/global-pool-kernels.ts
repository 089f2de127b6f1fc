import type { LoadedTensorFlow, Tensor } from './load-tensorflow.ts';

export interface GlobalPoolKernels {
  /** Each channel's mean, then each channel's maximum: [n, 2 * channels]. */
  globalPool(input: Tensor): Tensor;
  globalPoolGradient(input: Tensor, gradient: Tensor): Tensor;
}

/** Mean and maximum over a whole picture, and their gradient. */
export function globalPoolKernels(tf: LoadedTensorFlow['tf']): GlobalPoolKernels {
  return {
    globalPool: (input) => tf.concat([input.mean([1, 2]), input.max([1, 2])], 1),
    globalPoolGradient: (input, gradient) => {
      const [batch = 0, height = 0, width = 0, channels = 0] = input.shape;
      const [toMean, toMax] = tf.split(gradient, 2, 1).map((half) => half.reshape([batch, 1, 1, channels]));
      if (!toMean || !toMax) throw new Error('The pool gave no gradient.');
      // Cells that share the maximum share its gradient.
      const isMax = input.equal(input.max([1, 2], true)).cast('float32');
      const share = isMax.div(isMax.sum([1, 2], true));
      return share.mul(toMax).add(toMean.div(height * width));
    },
  };
}
