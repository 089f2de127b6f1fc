import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * Gives unreachable arrays back to the system now. V8 knows nothing of TensorFlow's memory and puts it off for a whole
 * training, which lets a LeNet's starting weights (90 MB) stand beside all that comes later.
 */
export function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = vm.runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
