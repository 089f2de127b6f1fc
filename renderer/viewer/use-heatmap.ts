import { useEffect, useState } from 'react';
import { messageOf } from '../api.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useReview } from '../state/review-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { fetchHeatmap, type Heatmap } from './heatmap.ts';
import type { SliceViewport } from './slice-viewport.ts';

/** The heat map to draw: only over the picture on the screen, only after its prediction was revealed on record. */
function useWanted(): { readonly sliceId: number; readonly modelId: number } | null {
  const presentation = useReview((state) => state.presentation);
  const picture = useViewer((state) => state.picture);
  const on = usePreferences((state) => state.heatmapOn);
  if (!on || presentation.kind !== 'shown' || !presentation.revealed || presentation.prediction === null) return null;
  if (picture.kind !== 'ready' || picture.sliceId !== presentation.sliceId) return null;
  return { sliceId: picture.sliceId, modelId: presentation.prediction.modelId };
}

/** Draws the heat map of the slice on the screen, as soon as it is here and as long as it may be seen. */
export function useHeatmap(viewport: SliceViewport | null): void {
  const [heatmap, setHeatmap] = useState<Heatmap | null>(null);
  const opacity = usePreferences((state) => state.heatmapOpacity);
  const wanted = useWanted();
  const sliceId = wanted?.sliceId ?? null;
  const modelId = wanted?.modelId ?? null;

  useEffect(() => {
    setHeatmap(null);
    if (sliceId === null || modelId === null) {
      useViewer.setState({ heatmap: { kind: 'none' } });
      return undefined;
    }
    const abort = new AbortController();
    useViewer.setState({ heatmap: { kind: 'loading' } });
    fetchHeatmap(sliceId, modelId, abort.signal)
      .then((fetched) => {
        if (!abort.signal.aborted) setHeatmap(fetched);
      })
      .catch((error) => {
        if (!abort.signal.aborted) useViewer.setState({ heatmap: { kind: 'failed', message: messageOf(error) } });
      });
    return () => abort.abort();
  }, [sliceId, modelId]);

  useEffect(() => {
    const fits = heatmap !== null && heatmap.sliceId === sliceId && heatmap.modelId === modelId;
    viewport?.setHeatmap(fits ? heatmap : null, opacity);
    if (fits) useViewer.setState({ heatmap: { kind: 'here' } });
  }, [viewport, heatmap, opacity, sliceId, modelId]);
}
