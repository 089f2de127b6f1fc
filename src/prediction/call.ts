/** What the model says of a slice at a threshold. */
export type Call = 'haemorrhage' | 'none';

/** The notebook's rule: the more probable class. It stays until a threshold is chosen on validation slices. */
export const DEFAULT_THRESHOLD = 0.5;

/** Haemorrhage when its probability (0..1) is at or above the threshold (0..1). */
export function callAt(probability: number, threshold: number): Call {
  return probability >= threshold ? 'haemorrhage' : 'none';
}
