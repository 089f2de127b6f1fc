import type { LoadedTensorFlow, Tensor } from './load-tensorflow.ts';

/** Weights that live in TensorFlow's own resource variables, with the two moments of Adam beside each. */
export interface TrainableWeights {
  /** The current values; they share the variables' memory, so dispose of them (tidy) before the next `applyAdam`. */
  read(): Tensor[];
  /**
   * One Adam step for each weight that has a gradient (Kingma and Ba, 2015, algorithm 1 in the form at the end of its section 2; TensorFlow's
   * ResourceApplyAdam): beta1 0.9, beta2 0.999, epsilon 1e-7 as in Keras. Kernels are first
   * made smaller by `weightDecay` times the rate (Loshchilov and Hutter, 2019: AdamW).
   */
  applyAdam(gradients: readonly (Tensor | undefined)[], learningRate: number, weightDecay?: number): void;
  /** Moves a weight that is not learnt towards a measured value: share * value + (1 - share) * what it was. */
  moveTowards(index: number, value: Tensor, share: number): void;
  /** A copy of one weight, or of one of its moments. */
  readPart(index: number, part: 'values' | 'mean' | 'variance'): Float32Array;
  /** Frees the variables. */
  dispose(): void;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

let created = 0;

/** A weight as a training begins with it; moments are 0 where none are given. */
export interface StartingWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly moments?: { readonly mean: Float32Array; readonly variance: Float32Array };
}

/**
 * Puts starting values into variables. Call outside `tf.tidy`: the variables live until `dispose`.
 * @param stepsDone Adam's steps before these values
 */
export function createTrainableWeights(
  { tf, backend }: LoadedTensorFlow,
  initial: readonly StartingWeight[],
  stepsDone = 0,
): TrainableWeights {
  const { binding } = backend;
  const dtype = { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  const flag = (name: string) => ({ name, type: binding.TF_ATTR_BOOL, value: false });

  const createVariable = (shape: readonly number[], value: Tensor): Tensor => {
    const attributes = [
      dtype,
      { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [...shape] },
      // Variables of one name would be one variable.
      { name: 'shared_name', type: binding.TF_ATTR_STRING, value: `overread-${created++}` },
      { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
    ];
    const handle = backend.executeSingleOutput('VarHandleOp', attributes as never, []);
    backend.executeMultipleOutputs('AssignVariableOp', [dtype] as never, [handle, value], 0);
    value.dispose();
    return handle;
  };
  const moment = (shape: readonly number[], values: Float32Array | undefined): Tensor =>
    values ? tf.tensor(values, [...shape]) : tf.fill([...shape], 0);
  const variables = initial.map(({ shape, values, moments }) => ({
    // Biases, scales and offsets have one dimension.
    isKernel: shape.length > 1,
    weight: createVariable(shape, tf.tensor(values, [...shape])),
    mean: createVariable(shape, moment(shape, moments?.mean)),
    variance: createVariable(shape, moment(shape, moments?.variance)),
  }));
  let step = stepsDone;
  const readVariable = (handle: Tensor): Tensor =>
    backend.executeSingleOutput('ReadVariableOp', [dtype] as never, [handle]);
  const subtract = (handle: Tensor, value: Tensor): void => {
    backend.executeMultipleOutputs('AssignSubVariableOp', [dtype] as never, [handle, value], 0);
  };

  return {
    read: () => variables.map(({ weight }) => readVariable(weight)),
    applyAdam: (gradients, learningRate, weightDecay = 0) => {
      step += 1;
      const constants = [BETA1 ** step, BETA2 ** step, learningRate, BETA1, BETA2, EPSILON].map((v) => tf.scalar(v));
      for (const [index, { weight, mean, variance, isKernel }] of variables.entries()) {
        const gradient = gradients[index];
        if (!gradient) continue;
        if (isKernel && weightDecay > 0)
          tf.tidy(() => subtract(weight, readVariable(weight).mul(learningRate * weightDecay)));
        const inputs = [weight, mean, variance, ...constants, gradient];
        const attributes = [type, flag('use_locking'), flag('use_nesterov')];
        backend.executeMultipleOutputs('ResourceApplyAdam', attributes as never, inputs, 0);
      }
      tf.dispose(constants);
    },
    moveTowards: (index, value, share) => {
      const variable = variables[index];
      if (!variable) throw new RangeError(`There is no weight ${index}.`);
      tf.tidy(() => subtract(variable.weight, readVariable(variable.weight).sub(value).mul(share)));
    },
    readPart: (index, part) => {
      const variable = variables[index];
      if (!variable) throw new RangeError(`There is no weight ${index}.`);
      const tensor = readVariable(part === 'values' ? variable.weight : variable[part]);
      try {
        // What comes back may be the variable's own memory, which the next step changes.
        return Float32Array.from(tensor.dataSync());
      } finally {
        tensor.dispose();
      }
    },
    dispose: () => {
      for (const handle of variables.flatMap(({ weight, mean, variance }) => [weight, mean, variance])) {
        const ignoreLookupError = { ...flag('ignore_lookup_error') };
        backend.executeMultipleOutputs('DestroyResourceOp', [ignoreLookupError] as never, [handle], 0);
        handle.dispose();
      }
    },
  };
}
