import type { RecordedView } from '../../src/viewing/recorded-view.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';

/** How a slice is drawn now, for the log; undefined where it is not on the screen. */
export function recordedView(sliceId: number): RecordedView | undefined {
  const { picture, viewport, heatmap } = useViewer.getState();
  if (picture.kind !== 'ready' || picture.sliceId !== sliceId || viewport === null) return undefined;
  const { windowCenter, windowWidth, table, invert, view, element } = viewport;
  const { heatmapOpacity, contourOn, contourThreshold } = usePreferences.getState();
  const heat =
    heatmap.kind === 'here' && heatmap.sliceId === sliceId
      ? {
          ...{ method: heatmap.method, answer: heatmap.answer, opacity: heatmapOpacity },
          contourFrom: contourOn ? contourThreshold : null,
        }
      : null;
  return { windowCenter, windowWidth, table, invert, view, element, heatmap: heat };
}
