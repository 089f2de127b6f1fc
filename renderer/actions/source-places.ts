import { MOST_PLACES, type SourcePlace } from '../../src/contract/view-methods.ts';
import { useCompare } from '../state/compare-store.ts';
import { useListPlace } from '../state/list-place.ts';
import { NO_FILTERS } from '../state/worklist-filters.ts';
import { arrangeWorklist, selectSlice, useWorklist } from '../state/worklist-store.ts';

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

/**
 * Keeps the reader's place in the source on the screen. Its series, its search and what stood beside are not in force in the next
 * one: a series has another number there, and a slice that stood beside is not in it. A queue's place is not that of the list.
 */
export function leaveSource(): void {
  const place = placeHere();
  if (place !== null && useWorklist.getState().queue === null) {
    // At the end: the order is that of the leaving.
    places.delete(place.sourceId);
    places.set(place.sourceId, place);
  }
  const { series, search } = NO_FILTERS;
  useWorklist.setState(({ filters }) => ({ filters: { ...filters, series, search } }));
  useCompare.setState({ other: { kind: 'none' } });
}

/** Goes on where the reader left the source whose list is there now; where they were never, it begins at its top. */
export function returnToPlace(): void {
  const { sourceId, queue } = useWorklist.getState();
  const place = places.get(sourceId ?? -1);
  if (place && queue === null) goToPlace(place);
}

/** The list is there: the same slice, the same scroll, the same beside it. */
export function goToPlace({ series, search, sliceId, topSliceId, beside }: SourcePlace): void {
  useCompare.setState({ other: beside });
  arrangeWorklist({ filters: { series, search } });
  if (sliceId !== null && useWorklist.getState().items.has(sliceId)) {
    selectSlice(sliceId);
    arrangeWorklist({});
  }
  useListPlace.setState({ wantedTopId: topSliceId });
}

export function forgetPlaces(): void {
  places.clear();
  useCompare.setState({ other: { kind: 'none' } });
}

/** What is to be found again after a restart, besides the place on the screen. */
export function storedPlaces(): SourcePlace[] {
  const { sourceId } = useWorklist.getState();
  return [...places.values()].filter((place) => place.sourceId !== sourceId).slice(-MOST_PLACES);
}

/** Takes places as they were stored, in place of what was known. */
export function restorePlaces(stored: readonly SourcePlace[]): void {
  forgetPlaces();
  for (const place of stored) places.set(place.sourceId, place);
}
