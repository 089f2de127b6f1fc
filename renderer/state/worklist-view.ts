import type { WorklistItem, WorklistRow } from '../../src/contract/review-methods.ts';
import type { Prediction } from '../../src/contract/shared.ts';
import { distanceToThreshold } from '../../src/prediction/uncertain.ts';

export const SORTS = ['order', 'suspicion', 'uncertainty', 'disagreement'] as const;
export type Sort = (typeof SORTS)[number];

function byAcquisition(a: WorklistItem, b: WorklistItem): number {
  return a.seriesIndex - b.seriesIndex || a.sliceIndex - b.sliceIndex || a.sliceId - b.sliceId;
}

/** Whether the model's call and the label that stands contradict each other; unsure and excluded never do. */
export function disagrees(item: WorklistItem): boolean {
  const { currentLabel, prediction } = item;
  if (prediction === null || (currentLabel !== 'haemorrhage' && currentLabel !== 'none')) return false;
  return prediction.call !== currentLabel;
}

/** Higher comes first; null (nothing to go by) comes last. */
function urgency(item: WorklistItem, sort: Sort): number | null {
  const { prediction } = item;
  if (sort === 'order' || prediction === null) return null;
  if (sort === 'suspicion') return prediction.probability;
  if (sort === 'uncertainty') return -distanceToThreshold(prediction);
  return disagrees(item) ? 1 + distanceToThreshold(prediction) : -distanceToThreshold(prediction);
}

/** Slices in the order to read them in; equal ones stay as they were acquired. */
export function sortItems(items: readonly WorklistItem[], sort: Sort): WorklistItem[] {
  const ranked = items.map((item) => ({ item, rank: urgency(item, sort) ?? Number.NEGATIVE_INFINITY }));
  return ranked
    .sort((a, b) => (a.rank === b.rank ? byAcquisition(a.item, b.item) : b.rank - a.rank))
    .map(({ item }) => item);
}

/** The slice `step` places away in a list of ids, or the last one on the way there; null at its end. */
export function neighbour(order: readonly number[], id: number | null, step: number): number | null {
  const at = id === null ? -1 : order.indexOf(id);
  if (at < 0) return order[0] ?? null;
  const to = Math.min(Math.max(at + step, 0), order.length - 1);
  return to === at ? null : (order[to] ?? null);
}

/** The slices of the list that are still to be read, as it goes on after `id` and from its top again; never `id` itself. */
export function unreadFrom(
  order: readonly number[],
  isUnread: (sliceId: number) => boolean,
  id: number | null,
): number[] {
  const at = id === null ? -1 : order.indexOf(id);
  const unread = (candidate: number) => candidate !== id && isUnread(candidate);
  return [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))].filter(unread);
}

/** A slice's number on the screen and out of how many. */
export interface SliceNumber {
  readonly number: number;
  readonly of: number;
}

/** Numbers from 1 within each series; through the whole stack where every slice is a series of its own. */
export function sliceNumbers(items: readonly WorklistItem[]): ReadonlyMap<number, SliceNumber> {
  const bySeries = new Map<number, WorklistItem[]>();
  for (const item of sortItems(items, 'order')) {
    const series = bySeries.get(item.seriesIndex);
    if (series) series.push(item);
    else bySeries.set(item.seriesIndex, [item]);
  }
  const allSingle = [...bySeries.values()].every(({ length }) => length === 1);
  const groups = allSingle ? [[...bySeries.values()].flat()] : [...bySeries.values()];
  const numbered = groups.flatMap((group) =>
    group.map(({ sliceId }, place) => [sliceId, { number: place + 1, of: group.length }] as const),
  );
  return new Map(numbered);
}

/** Items with new predictions. Predictions of slices that are not in the list are passed over. */
export function withPredictions(
  items: ReadonlyMap<number, WorklistItem>,
  predictions: readonly { readonly sliceId: number; readonly prediction: Prediction }[],
): ReadonlyMap<number, WorklistItem> {
  const next = new Map(items);
  for (const { sliceId, prediction } of predictions) {
    const item = next.get(sliceId);
    if (item) next.set(sliceId, { ...item, prediction });
  }
  return next;
}

/** Items after a read (or an undone one) was committed. */
export function withRead(
  items: ReadonlyMap<number, WorklistItem>,
  sliceId: number,
  change: Pick<WorklistItem, 'currentLabel' | 'read'>,
): ReadonlyMap<number, WorklistItem> {
  const item = items.get(sliceId);
  return item ? new Map(items).set(sliceId, { ...item, ...change }) : items;
}

/** Items with one of them anew, at its place in the list and in the patient. One that is not in the list is passed over. */
export function withItem(
  items: ReadonlyMap<number, WorklistItem>,
  item: WorklistRow,
): ReadonlyMap<number, WorklistItem> {
  const before = items.get(item.sliceId);
  if (!before) return items;
  const { seriesIndex, sliceIndex, plane } = before;
  return new Map(items).set(item.sliceId, { ...item, seriesIndex, sliceIndex, plane });
}
