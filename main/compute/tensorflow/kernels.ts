import { type BatchNormKernels, batchNormKernels } from './batch-norm-kernels.ts';
import { type GlobalPoolKernels, globalPoolKernels } from './global-pool-kernels.ts';
import type { LoadedTensorFlow, Tensor } from './load-tensorflow.ts';

interface KernelAttribute {
  name: string;
  type: number;
  value: number | boolean | string | number[];
}

/** What a pool's gradient needs of its forward pass besides input and output. */
interface PoolPass {
  readonly output: Tensor;
  readonly workspace: Tensor | null;
}

export type Padding = 'valid' | 'same';

/**
 * TensorFlow kernels called directly, without tfjs-core's tape: pictures are NHWC float32, convolutions have stride 1,
 * pools are max with stride = size. Call them inside `tf.tidy`.
 */
export interface Kernels extends BatchNormKernels, GlobalPoolKernels {
  conv(input: Tensor, kernel: Tensor, padding: Padding): Tensor;
  convGradientInput(input: Tensor, kernel: Tensor, gradient: Tensor, padding: Padding): Tensor;
  convGradientKernel(input: Tensor, kernel: Tensor, gradient: Tensor, padding: Padding): Tensor;
  maxPool(input: Tensor, size: number): PoolPass;
  maxPoolGradient(input: Tensor, pass: PoolPass, gradient: Tensor, size: number): Tensor;
  biasAdd(input: Tensor, bias: Tensor): Tensor;
  biasGradient(gradient: Tensor): Tensor;
  ramp(input: Tensor): Tensor;
  /** The gradient of a ramp from its output. */
  rampGradient(gradient: Tensor, output: Tensor): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  batchMatMul(a: Tensor, b: Tensor): Tensor;
  /** Cross-entropy of each row in nats, and its gradient (softmax - labels). */
  softmaxCrossEntropy(logits: Tensor, labels: Tensor): { losses: Tensor; gradient: Tensor };
}

/** Kernels over the loaded backend. oneDNN's max pool (three times faster) is used where a probe finds it right. */
export function createKernels({ tf, backend }: LoadedTensorFlow): Kernels {
  const { binding } = backend;
  const float: KernelAttribute = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  const text = (name: string, value: string): KernelAttribute => ({ name, type: binding.TF_ATTR_STRING, value });
  const ints = (name: string, value: number[]): KernelAttribute => ({ name, type: binding.TF_ATTR_INT, value });
  const flag = (name: string, value: boolean): KernelAttribute => ({ name, type: binding.TF_ATTR_BOOL, value });
  const run = (kernel: string, attributes: KernelAttribute[], inputs: Tensor[]): Tensor =>
    backend.executeSingleOutput(kernel, attributes as never, inputs);
  const runMany = (kernel: string, attributes: KernelAttribute[], inputs: Tensor[], outputs: number): Tensor[] =>
    backend.executeMultipleOutputs(kernel, attributes as never, inputs, outputs);

  const layout = text('data_format', 'NHWC');
  const convAttributes = (padding: Padding): KernelAttribute[] => [
    float,
    ints('strides', [1, 1, 1, 1]),
    text('padding', padding === 'same' ? 'SAME' : 'VALID'),
    layout,
    flag('use_cudnn_on_gpu', false),
    ints('dilations', [1, 1, 1, 1]),
  ];
  const poolAttributes = (size: number): KernelAttribute[] => [
    float,
    ints('ksize', [1, size, size, 1]),
    ints('strides', [1, size, size, 1]),
    text('padding', 'VALID'),
    layout,
  ];
  const shapeOf = (tensor: Tensor): Tensor => tf.tensor1d(tensor.shape, 'int32');

  const plainPool: Pick<Kernels, 'maxPool' | 'maxPoolGradient'> = {
    maxPool: (input, size) => ({ output: run('MaxPool', poolAttributes(size), [input]), workspace: null }),
    maxPoolGradient: (input, { output }, gradient, size) =>
      run('MaxPoolGrad', poolAttributes(size), [input, output, gradient]),
  };
  const oneDnn = [flag('workspace_enabled', true), text('_kernel', 'MklNameChangeOp')];
  const oneDnnPool: typeof plainPool = {
    maxPool: (input, size) => {
      const [output, workspace] = runMany('_MklNativeMaxPool', [...poolAttributes(size), ...oneDnn], [input], 2);
      if (!output || !workspace) throw new Error('The pool gave no output.');
      return { output, workspace };
    },
    maxPoolGradient: (input, { output, workspace }, gradient, size) => {
      if (!workspace) throw new Error('The pool kept no workspace.');
      return run('_MklNativeMaxPoolGrad', [...poolAttributes(size), ...oneDnn], [input, output, gradient, workspace]);
    },
  };

  const kernels = (pool: typeof plainPool): Kernels => ({
    ...pool,
    conv: (input, kernel, padding) => run('Conv2D', convAttributes(padding), [input, kernel]),
    convGradientInput: (input, kernel, gradient, padding) =>
      run('Conv2DBackpropInput', convAttributes(padding), [shapeOf(input), kernel, gradient]),
    convGradientKernel: (input, kernel, gradient, padding) =>
      run('Conv2DBackpropFilter', convAttributes(padding), [input, shapeOf(kernel), gradient]),
    ...batchNormKernels({ tf, backend }),
    ...globalPoolKernels(tf),
    biasAdd: (input, bias) => run('BiasAdd', [float, layout], [input, bias]),
    biasGradient: (gradient) => run('BiasAddGrad', [float, layout], [gradient]),
    ramp: (input) => run('Relu', [float], [input]),
    rampGradient: (gradient, output) => run('ReluGrad', [float], [gradient, output]),
    // For the gradients of a large dense layer the batched kernel is up to three times as fast, and a row's bits do not
    // depend on how many rows there are.
    matMul: (a, b, transposeA = false, transposeB = false) =>
      transposeA || transposeB
        ? run('BatchMatMulV2', [float, flag('adj_x', transposeA), flag('adj_y', transposeB)], [a, b])
        : run('MatMul', [float, flag('transpose_a', false), flag('transpose_b', false)], [a, b]),
    batchMatMul: (a, b) => run('BatchMatMulV2', [float, flag('adj_x', false), flag('adj_y', false)], [a, b]),
    softmaxCrossEntropy: (logits, labels) => {
      const [losses, gradient] = runMany('SoftmaxCrossEntropyWithLogits', [float], [logits, labels], 2);
      if (!losses || !gradient) throw new Error('The cross-entropy gave no output.');
      return { losses, gradient };
    },
  });

  /** True where oneDNN's pool exists here and agrees with the plain one, forwards and backwards. */
  const oneDnnPoolWorks = (): boolean => {
    try {
      return tf.tidy(() => {
        const input = tf.tensor4d(
          Array.from({ length: 2 * 5 * 5 * 3 }, (_, i) => Math.sin(i * i)),
          [2, 5, 5, 3],
        );
        const gradient = tf.tensor4d(
          Array.from({ length: 2 * 2 * 2 * 3 }, (_, i) => Math.cos(i)),
          [2, 2, 2, 3],
        );
        const [plain, fast] = [plainPool, oneDnnPool].map((pool) => {
          const pass = pool.maxPool(input, 2);
          return [pass.output, pool.maxPoolGradient(input, pass, gradient, 2)].map((t) => t.dataSync().join());
        });
        return plain?.join() === fast?.join();
      });
    } catch {
      return false;
    }
  };
  return kernels(oneDnnPoolWorks() ? oneDnnPool : plainPool);
}
