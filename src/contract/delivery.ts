/**
 * What a decoding process sends straight to the window, on a port that main handed to both: by way of main a slice of 512 x 512 takes
 * twice as long (docs/performance.md).
 */
export interface Delivery {
  /** What the window waits for it under: drawn at random, so that what was asked for by a page before this one is never taken. */
  readonly ticket: string;
  readonly body: Uint8Array;
}

/** How the preload tells the page of a port, and main the preload. The preload holds the same name. */
export const DELIVERY_CHANNEL = 'overread:delivery';
