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

/**
 * What a series is known by from one list to the next: the lowest id among its slices. Its index is not, for the order of series is
 * drawn while labels are hidden.
 */
export function seriesKey(
  sourceId: number | null,
  items: ReadonlyMap<number, Pick<WorklistItem, 'sliceId' | 'seriesIndex'>>,
  sliceId: number,
): string {
  const seriesIndex = items.get(sliceId)?.seriesIndex;
  let first = sliceId;
  for (const item of items.values()) if (item.seriesIndex === seriesIndex && item.sliceId < first) first = item.sliceId;
  return `${sourceId}/from ${first}`;
}
