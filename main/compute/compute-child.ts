import type { HostName } from './protocol.ts';

/** One forked process that serves operations; the same shape with and without Electron. */
export interface ComputeChild {
  readonly pid: number | undefined;
  /** Sends by structured clone. May throw, or be lost, when the child has ended: `onExit` tells. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. `description` says how it ended, with the last lines it wrote to stderr. */
  onExit(listener: (description: string) => void): void;
  /**
   * Hands over a message port (Electron's) that leads straight to the window, for bodies too large to go by way of main; in force
   * in place of the one before. Absent where there is no window.
   */
  deliverTo?(port: object): void;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

/** Starts the child whose bundled entry is `modulePath`, with these arguments. */
export type ForkHost = (host: HostName, modulePath: string, args: readonly string[]) => ComputeChild;

/** What main sends to a child. */
export type DownMessage =
  | { readonly kind: 'request'; readonly id: number; readonly operation: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  /** With a port to the window. */
  | { readonly kind: 'deliver' }
  /** Nobody waits: a time for what makes later answers faster. */
  | { readonly kind: 'make-ready' };

/** What a child sends to main. */
export type UpMessage =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  /** A training learns no more, because it was asked to stop or is through, and puts away what it learnt. */
  | { readonly kind: 'stopping'; readonly id: number }
  | { readonly kind: 'result'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly code: string; readonly message: string };

/**
 * What the children's environment needs: oneDNN's pool allocator must stay under the 2 GiB that Chromium's allocator
 * refuses (else the first Adam steps crash a utility process), and TensorFlow's start-up chatter stays off stderr.
 */
export const COMPUTE_ENVIRONMENT: Readonly<Record<string, string>> = {
  TF_MKL_ALLOC_MAX_BYTES: '1900000000',
  TF_CPP_MIN_LOG_LEVEL: '2',
};

/** Keeps the last `limit` characters of what is added: the end of a child's stderr. */
export function createTail(limit = 2000): { add(chunk: unknown): void; text(): string } {
  let tail = '';
  return {
    add: (chunk) => {
      tail = (tail + String(chunk)).slice(-limit);
    },
    text: () => tail.trim(),
  };
}
