import type { WorklistItem } from '../../src/contract/review-methods.ts';
import type { SummarySlice } from '../../src/review/series-summary.ts';
import { mayShow } from './blind.ts';

/** A slice of the list as a summary takes it. */
export function summarySlice(item: WorklistItem): SummarySlice {
  const { sliceId, positionMm, notPredictable, prediction, read } = item;
  return { sliceId, positionMm, predictable: notPredictable === null, prediction, read };
}

/**
 * The slices that belong with one: its series in acquisition order or, where every slice is a series of its own, all of them.
 * They are what `Slice 12 / 30` counts.
 */
export function slicesWith(
  stack: readonly number[],
  items: ReadonlyMap<number, WorklistItem>,
  sliceId: number | null,
): readonly WorklistItem[] {
  const own = sliceId === null ? undefined : items.get(sliceId);
  if (!own) return [];
  const all = stack.flatMap((id) => items.get(id) ?? []);
  const allSingle = new Set(all.map(({ seriesIndex }) => seriesIndex)).size === all.length;
  return allSingle ? all : all.filter(({ seriesIndex }) => seriesIndex === own.seriesIndex);
}

/**
 * Whether what the model thinks of a series as a whole may be on the screen: only when it may be for each of its slices, for
 * a maximum or a count tells of them all.
 */
export function mayShowAll(slices: readonly Pick<WorklistItem, 'visible'>[]): boolean {
  return slices.every(mayShow);
}

/** The next id after (or, with a step of -1, before) a slice among some of a series' slices; null where there is none. */
export function nextAmong(
  slices: readonly { readonly sliceId: number }[],
  chosen: readonly number[],
  sliceId: number | null,
  step: 1 | -1,
): number | null {
  const places = new Map(slices.map((slice, place) => [slice.sliceId, place]));
  const here = (sliceId === null ? undefined : places.get(sliceId)) ?? -1;
  const beyond = chosen.filter((id) => step * ((places.get(id) ?? -1) - here) > 0);
  return (step === 1 ? beyond[0] : beyond.at(-1)) ?? null;
}

type PlacedItems = ReadonlyMap<number, Pick<WorklistItem, 'sliceId' | 'seriesIndex'>>;

/** The lowest id of each series, looked for once for a list and not again at each step through it. */
const lowest = new WeakMap<PlacedItems, ReadonlyMap<number, number>>();

function lowestIds(items: PlacedItems): ReadonlyMap<number, number> {
  const known = lowest.get(items);
  if (known) return known;
  const ids = new Map<number, number>();
  for (const { sliceId, seriesIndex } of items.values()) {
    ids.set(seriesIndex, Math.min(sliceId, ids.get(seriesIndex) ?? sliceId));
  }
  lowest.set(items, ids);
  return ids;
}

/**
 * What a series is known by from one list to the next: the lowest id among its slices. Its index is not, for the order of series is
 * drawn while labels are hidden.
 */
export function seriesKey(sourceId: number | null, items: PlacedItems, sliceId: number): string {
  const item = items.get(sliceId);
  return `${sourceId}/from ${(item && lowestIds(items).get(item.seriesIndex)) ?? sliceId}`;
}
