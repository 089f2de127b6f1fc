import type { WorklistItem } from '../../src/contract/review-methods.ts';

/**
 * Whether anything that tells the model's mind about a slice (bar, call, heatmap, place in a sorted list) or its label may
 * be on the screen. With blind-first on: only after its read was committed, or after it was revealed on purpose.
 */
export function mayShow(
  item: Pick<WorklistItem, 'sliceId' | 'read'>,
  blindFirst: boolean,
  revealed: ReadonlySet<number>,
): boolean {
  return !blindFirst || item.read || revealed.has(item.sliceId);
}

/** The slices whose prediction is on the screen now, added to those that ever were: what was seen stays seen. */
export function withExposed(
  exposed: ReadonlySet<number>,
  items: Iterable<WorklistItem>,
  blindFirst: boolean,
  revealed: ReadonlySet<number>,
): ReadonlySet<number> {
  const next = new Set(exposed);
  for (const item of items) {
    if (item.prediction !== null && mayShow(item, blindFirst, revealed)) next.add(item.sliceId);
  }
  return next.size === exposed.size ? exposed : next;
}
