import { useEffect, useMemo, useState } from 'react';
import { contourRings } from '../../src/explanation/contour.ts';
import { hotRegions } from '../../src/explanation/hot-regions.ts';
import { messageOf } from '../api.ts';
import { useCompare } from '../state/compare-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useReview } from '../state/review-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { heatCanvas } from './heat-colours.ts';
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

/** Fetches the heat map of a slice by the reader's method; what is under way is given up when another is wanted. */
function useFetched(sliceId: number | null, modelId: number | null): Heatmap | null {
  const [heatmap, setHeatmap] = useState<Heatmap | null>(null);
  const { heatmapMethod: method, heatmapClass: answer } = usePreferences();
  useEffect(() => {
    setHeatmap(null);
    if (sliceId === null || modelId === null) {
      useViewer.setState({ heatmap: { kind: 'none' } });
      return undefined;
    }
    const abort = new AbortController();
    useViewer.setState({ heatmap: { kind: 'loading' } });
    fetchHeatmap(sliceId, modelId, method, answer)
      .then((fetched) => {
        if (!abort.signal.aborted) setHeatmap(fetched);
      })
      .catch((error) => {
        if (!abort.signal.aborted) useViewer.setState({ heatmap: { kind: 'failed', message: messageOf(error) } });
      });
    return () => abort.abort();
  }, [sliceId, modelId, method, answer]);
  if (heatmap?.sliceId !== sliceId || heatmap?.modelId !== modelId) return null;
  return heatmap.method === method && heatmap.answer === answer ? heatmap : null;
}

/** The least byte of heat that counts as hot, less half a step: heat was rounded to bytes. */
function hotFrom(threshold: number): number {
  return Math.max(1, Math.round(threshold * 255)) - 0.5;
}

/** Draws the heat map of the slice on the screen and its edge, as soon as it is here and as long as it may be seen. */
export function useHeatmap(viewport: SliceViewport | null): void {
  const { heatmapOpacity: opacity, contourOn, contourThreshold, ...preferences } = usePreferences();
  const { heatmapColours, heatmapFloor, compareOn, compareWith } = preferences;
  const beside = compareOn && compareWith === 'heatmap';
  const wanted = useWanted();
  const heatmap = useFetched(wanted?.sliceId ?? null, wanted?.modelId ?? null);

  const rings = useMemo(() => {
    if (!heatmap || !contourOn) return [];
    return contourRings(heatmap.heat, heatmap.rows, heatmap.columns, hotFrom(contourThreshold));
  }, [heatmap, contourOn, contourThreshold]);
  const picture = useMemo(
    () => (heatmap ? heatCanvas(heatmap, heatmapColours, heatmapFloor) : null),
    [heatmap, heatmapColours, heatmapFloor],
  );
  useEffect(() => {
    const heat = heatmap && picture ? { heatmap, picture, opacity, rings } : null;
    useCompare.setState({ heat });
    viewport?.setHeatmap(beside ? null : heat);
  }, [viewport, heatmap, picture, opacity, rings, beside]);
  useEffect(() => {
    if (!heatmap) return;
    const { sliceId, modelId, method, answer, scale, heat, head, rows, columns } = heatmap;
    const hot = hotRegions(heat, rows, columns, hotFrom(contourThreshold), head);
    useViewer.setState({ heatmap: { kind: 'here', sliceId, modelId, method, answer, scale, hot } });
  }, [heatmap, contourThreshold]);
}
