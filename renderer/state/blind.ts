import type { WorklistItem } from '../../src/contract/review-methods.ts';

type Seen = Pick<WorklistItem, 'visible'>;

/**
 * Whether anything that tells the model's mind about a slice (bar, call, heatmap, place in a sorted list) may be on the screen.
 * Main decides (`src/review/visibility.ts`) and sends nothing that it hides; the screen only says why something is not there.
 */
export function mayShow({ visible }: Seen): boolean {
  return visible.ai;
}

/** Whether the labels of a slice and its file's name may be on the screen: later than the AI, once the reader has gone on. */
export function mayShowLabels({ visible }: Seen): boolean {
  return visible.truth;
}

/** Whether the AI of any slice of a list is hidden from its reader: then only the acquisition order tells nothing. */
export function hidesAi(items: Iterable<Seen>): boolean {
  for (const item of items) if (!mayShow(item)) return true;
  return false;
}
