import os from 'node:os';

/** Behind the window, which draws, and before predictions. */
export const DECODING_PRIORITY = 5;
/** Behind decoding: TensorFlow takes a second of all cores to load, and a slice is seen before it is predicted. Before a training. */
export const PREDICTING_PRIORITY = 7;

/**
 * Lets other processes go first. Where the system does not allow it, this one runs as it is.
 * @param priority 0 is usual, 19 the lowest (see os.setPriority)
 */
export function lowerPriority(priority: number): void {
  try {
    os.setPriority(priority);
  } catch {
    // Nothing depends on it.
  }
}
