import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { ComputeError } from '../compute-errors.ts';

export type Tensor = TensorFlow.Tensor;

/** TensorFlow.js with its native backend. */
export interface LoadedTensorFlow {
  readonly tf: typeof TensorFlow;
  readonly backend: NodeJSKernelBackend;
  /** Version of the TensorFlow C library. */
  readonly version: string;
}

/**
 * Loads the tfjs-node addon.
 * @throws ComputeError with code `tensorflow-unavailable` and the remedy, when the addon or its library is not there
 */
export async function loadTensorFlow(): Promise<LoadedTensorFlow> {
  restoreUtilFunctions();
  try {
    const module = (await import('@tensorflow/tfjs-node')) as typeof TensorFlow & { default?: typeof TensorFlow };
    // A CommonJS package: imported as a module its exports stand under `default`.
    const tf = module.default ?? module;
    const backend = tf.backend() as NodeJSKernelBackend;
    const { TF_Version: version } = backend.binding as unknown as { TF_Version: string };
    return { tf, backend, version };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new ComputeError(
      'tensorflow-unavailable',
      'TensorFlow cannot be loaded, so nothing can be trained or predicted; viewing, reading and exporting still work. ' +
        `Run "npm run doctor" for the remedy (in a packaged app: install it again). The cause: ${cause.split('\n', 1)[0]}`,
    );
  }
}

/** Node 23 took these from `util`, and tfjs-node 4.22 still calls them (tensorflow/tfjs issue 8609). */
function restoreUtilFunctions(): void {
  const old = util as { isNullOrUndefined?: unknown; isArray?: unknown };
  old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  old.isArray ??= Array.isArray;
}
