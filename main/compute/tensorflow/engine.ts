import { createKernels, type Kernels } from './kernels.ts';
import { type LoadedTensorFlow, loadTensorFlow } from './load-tensorflow.ts';

/** TensorFlow and the kernels that networks are run with. */
export interface Engine extends LoadedTensorFlow {
  readonly kernels: Kernels;
}

/**
 * Runs a function and frees every tensor that it made. Unlike `tf.tidy` it looks for no tensors in the result: tidy walks
 * through the elements of a returned array one by one.
 */
export function inScope<T>({ tf }: LoadedTensorFlow, run: () => T): T {
  tf.engine().startScope();
  try {
    return run();
  } finally {
    tf.engine().endScope();
  }
}

let starting: Promise<Engine> | null = null;

/** Loads TensorFlow once for a process. Throws as loadTensorFlow does. */
export function startEngine(): Promise<Engine> {
  starting ??= loadTensorFlow()
    .then((loaded) => ({ ...loaded, kernels: createKernels(loaded) }))
    .catch((error: unknown) => {
      // What is put right meanwhile counts at the next try.
      starting = null;
      throw error;
    });
  return starting;
}
