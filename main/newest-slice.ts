/** Long work on slices of which a person sees one at a time: work on another slice is given up. */
export interface NewestSlice {
  /** The signal for work on a slice, which aborts once another slice is asked for. */
  signalFor(sliceId: number): AbortSignal;
}

export function createNewestSlice(): NewestSlice {
  let newest: { readonly sliceId: number; readonly controller: AbortController } | null = null;
  return {
    signalFor: (sliceId) => {
      if (newest?.sliceId !== sliceId) {
        newest?.controller.abort();
        newest = { sliceId, controller: new AbortController() };
      }
      return newest.controller.signal;
    },
  };
}
