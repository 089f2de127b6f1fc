import { MOST_PLACES, type SourcePlace } from '../../src/contract/view-methods.ts';
import { useCompare } from '../state/compare-store.ts';
import { useListPlace } from '../state/list-place.ts';
import { NO_FILTERS } from '../state/worklist-filters.ts';
import { arrangeWorklist, useWorklist } from '../state/worklist-store.ts';

/** Where the reader left the sources of the open project; what was left last stands last. */
const places = new Map<number, SourcePlace>();

/** Where the reader is in the source on the screen; null without one, and before its list is there. */
export function placeHere(): SourcePlace | null {
  const { sourceId, worklist, selectedId, filters } = useWorklist.getState();
  if (sourceId === null || worklist.kind !== 'ready') return null;
  const { topSliceId } = useListPlace.getState();
  const { series, search } = filters;
  return { sourceId, sliceId: selectedId, topSliceId, series, search, beside: useCompare.getState().other };
}

/** Keeps the reader's place in the list on the screen; that in a queue is not that of its source's list, which stays as it was. */
export function keepPlace(): void {
  const place = placeHere();
  if (place === null || useWorklist.getState().queue !== null) return;
  // At the end: the order is that of the leaving.
  places.delete(place.sourceId);
  places.set(place.sourceId, place);
}

/**
 * Keeps the reader's place in the source on the screen. Its series, its search, what stood beside and where it was scrolled to say
 * nothing of the next one: a series has another number there, and these slices are not in it.
 */
export function leaveSource(): void {
  keepPlace();
  const { series, search } = NO_FILTERS;
  useWorklist.setState(({ filters }) => ({ filters: { ...filters, series, search } }));
  forgetRest();
}

/** Nothing stands beside, and no place in the list is known. */
function forgetRest(): void {
  useCompare.setState({ other: { kind: 'none' } });
  useListPlace.setState({ topSliceId: null, wantedTopId: null });
}

/** Where the reader left a source's list; null where they were never, so that it begins at its top, and while a queue is open. */
export function placeOf(sourceId: number): SourcePlace | null {
  return useWorklist.getState().queue === null ? (places.get(sourceId) ?? null) : null;
}

/** A place at one slice, in the whole list. */
export function placeAt(sourceId: number, sliceId: number): SourcePlace {
  const { series, search } = NO_FILTERS;
  return { sourceId, sliceId, topSliceId: null, series, search, beside: { kind: 'none' } };
}

/** The list is at the place: scrolled as it was, with the same beside it. */
export function settleAt({ topSliceId, beside }: SourcePlace): void {
  useCompare.setState({ other: beside });
  // Known at once: the list that says where it is scrolled to may be behind another tab.
  useListPlace.setState({ topSliceId, wantedTopId: topSliceId });
}

export function forgetPlaces(): void {
  places.clear();
  forgetRest();
}

/** Forgets what was searched for in any source: it may be a name that is to be nowhere any more. */
export function forgetSearches(): void {
  for (const [sourceId, place] of places) places.set(sourceId, { ...place, search: NO_FILTERS.search });
  arrangeWorklist({ filters: { search: NO_FILTERS.search } });
}

/** What is to be found again after a restart, besides the place on the screen: where that is a queue's, the list's too. */
export function storedPlaces(): SourcePlace[] {
  const { sourceId, queue } = useWorklist.getState();
  return [...places.values()].filter((place) => queue !== null || place.sourceId !== sourceId).slice(-MOST_PLACES);
}

/** Takes places as they were stored, in place of what was known. */
export function restorePlaces(stored: readonly SourcePlace[]): void {
  forgetPlaces();
  for (const place of stored) places.set(place.sourceId, place);
}
