import { useLayoutEffect } from 'react';
import { messageOf } from '../api.ts';
import { seriesKey } from '../state/series-view.ts';
import { laidOutPicture, useViewer } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { pictures } from './picture-cache.ts';
import type { SliceViewport } from './slice-viewport.ts';

const AHEAD = 4;

/** The slices that are likely next: along the stack both ways, and down the list. */
function likelyNext(sliceId: number): number[] {
  const { stack, order } = useWorklist.getState();
  const inStack = stack.indexOf(sliceId);
  const inList = order.indexOf(sliceId);
  const next: number[] = [];
  for (let step = 1; step <= AHEAD; step += 1) {
    for (const candidate of [stack[inStack + step], order[inList + step], stack[inStack - step]]) {
      if (candidate !== undefined) next.push(candidate);
    }
  }
  return [...new Set(next)].filter((candidate) => candidate !== sliceId);
}

function groupOf(sliceId: number): string {
  const { sourceId, items } = useWorklist.getState();
  return seriesKey(sourceId, items, sliceId);
}

/**
 * Brings the selected slice's picture into the viewport. A picture that comes too late is never shown. Until one that is at hand is
 * drawn, the one before stays with all that belongs to it, so that nothing comes and goes at a step.
 */
export function usePicture(viewport: SliceViewport | null, sliceId: number | null): void {
  const readerTurn = useViewer((state) => state.readerTurn);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another reader left the series in another look
  useLayoutEffect(() => {
    if (!viewport || sliceId === null) {
      useViewer.setState({ picture: { kind: 'none' }, probe: null });
      return undefined;
    }
    let stale = false;
    const known = pictures.peek(sliceId);
    const pending = known ? Promise.resolve(known) : pictures.get(sliceId);
    if (known) {
      useViewer.setState({ probe: null });
      viewport.show(known, groupOf(sliceId));
    } else {
      const before = laidOutPicture(useViewer.getState().picture);
      useViewer.setState({ picture: { kind: 'loading', sliceId, before }, probe: null });
    }
    pending
      .then((picture) => {
        if (stale) return;
        if (!known) viewport.show(picture, groupOf(sliceId));
        pictures.prefetch(likelyNext(sliceId));
      })
      .catch((error) => {
        if (!stale) useViewer.setState({ picture: { kind: 'failed', sliceId, message: messageOf(error) } });
      });
    return () => {
      stale = true;
    };
  }, [viewport, sliceId, readerTurn]);
}
