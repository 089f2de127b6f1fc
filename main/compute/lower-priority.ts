import { readdirSync } from 'node:fs';
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
  lower(0, priority);
  // Linux has one for each thread: those that V8 has started already, which compile and collect garbage, do not follow by themselves.
  for (const thread of ownThreads()) lower(thread, priority);
}

function lower(id: number, priority: number): void {
  try {
    os.setPriority(id, priority);
  } catch {
    // Nothing depends on it.
  }
}

function ownThreads(): number[] {
  try {
    return process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [];
  } catch {
    return [];
  }
}
