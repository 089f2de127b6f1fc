import { create } from 'zustand';

/** Where the list is scrolled to: the slice at its top, apart from the worklist, so that scrolling redraws nothing else. */
export const useListPlace = create<{
  readonly topSliceId: number | null;
  /** The slice that the list is to scroll to the top next; null once it did. */
  readonly wantedTopId: number | null;
}>()(() => ({ topSliceId: null, wantedTopId: null }));
