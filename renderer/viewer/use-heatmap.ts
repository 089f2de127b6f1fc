import { useEffect, useLayoutEffect, useMemo, useReducer } from 'react';
import { type ContourRing, contourRings } from '../../src/explanation/contour.ts';
import { type HotRegions, hotRegions } from '../../src/explanation/hot-regions.ts';
import { messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { mayShow } from '../state/blind.ts';
import { useCompare } from '../state/compare-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useReview } from '../state/review-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { fetchHeatmap, type Heatmap, knownHeatmap } from './heatmap.ts';
import type { SliceViewport } from './slice-viewport.ts';
import { whenPainted } from './when-painted.ts';

interface Wanted {
  readonly sliceId: number;
  readonly modelId: number;
  /** Whether the slice stays on the screen, so that a map that is not at hand is worth computing. */
  readonly stays: boolean;
}

/**
 * The heat map to draw: only over the picture on the screen, and only where its prediction is on record as seen. That is after the
 * slice was presented with it. While slices pass too fast to be presented it is where the list shows the prediction, in a project
 * that hides nothing: elsewhere a slice may be due again by time alone, of which the list does not know yet.
 */
function useWanted(): Wanted | null {
  const presentation = useReview((state) => state.presentation);
  const selectedId = useWorklist((state) => state.selectedId);
  const sliceId = useViewer(({ picture }) => picture.kind === 'none') ? null : selectedId;
  const listed = useWorklist(({ items }) => (sliceId === null ? undefined : items.get(sliceId)));
  const on = usePreferences((state) => state.heatmapOn);
  const hidesNothing = useApp(({ project }) => project?.readingMode === 'off');
  if (!on || sliceId === null || !('sliceId' in presentation) || presentation.sliceId !== sliceId) return null;
  if (presentation.kind === 'shown') {
    const { revealed, prediction } = presentation;
    return revealed && prediction ? { sliceId, modelId: prediction.modelId, stays: true } : null;
  }
  if (presentation.kind !== 'beginning' || !hidesNothing || !listed?.prediction || !mayShow(listed)) return null;
  return { sliceId, modelId: listed.prediction.modelId, stays: false };
}

/**
 * The heat map of a slice by the reader's method, at once where it is at hand; what is under way is given up when another is wanted.
 * @param settled whether the slice is on the screen, or cannot be: until then its picture is not kept waiting by the computing of a map
 */
function useFetched(wanted: Wanted | null, settled: boolean): Heatmap | null {
  const [looks, lookAgain] = useReducer((times: number) => times + 1, 0);
  const { heatmapMethod: method, heatmapClass: answer } = usePreferences();
  const { sliceId = null, modelId = null, stays = false } = wanted ?? {};
  const here = sliceId === null || modelId === null ? null : (knownHeatmap(sliceId, modelId, method, answer) ?? null);
  const isHere = here !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a look that finds nothing asks again, for maps are cleared while one is under way
  useEffect(() => {
    if (sliceId === null || modelId === null) {
      useViewer.setState({ heatmap: { kind: 'none' } });
      return undefined;
    }
    if (isHere) return undefined;
    useViewer.setState({ heatmap: stays ? { kind: 'loading' } : { kind: 'none' } });
    if (!stays || !settled) return undefined;
    let stale = false;
    const callOff = whenPainted(() => {
      fetchHeatmap(sliceId, modelId, method, answer)
        .then(() => {
          if (!stale) lookAgain();
        })
        .catch((error) => {
          if (!stale) useViewer.setState({ heatmap: { kind: 'failed', message: messageOf(error) } });
        });
    });
    return () => {
      stale = true;
      callOff();
    };
  }, [sliceId, modelId, method, answer, stays, settled, isHere, looks]);
  return here;
}

/** The least byte of heat that counts as hot, less half a step: heat was rounded to bytes. */
function hotFrom(threshold: number): number {
  return Math.max(1, Math.round(threshold * 255)) - 0.5;
}

interface Edges {
  readonly threshold: number;
  readonly rings: ContourRing[];
  readonly hot: HotRegions;
}

/** Of each map the edges that were asked for last, for when its slice is gone through again. */
const known = new WeakMap<Heatmap, Edges>();

function edgesOf(heatmap: Heatmap, threshold: number): Edges {
  const before = known.get(heatmap);
  if (before?.threshold === threshold) return before;
  const { heat, head, rows, columns } = heatmap;
  const from = hotFrom(threshold);
  const rings = contourRings(heat, rows, columns, from);
  const edges = { threshold, rings, hot: hotRegions(heat, rows, columns, from, head) };
  known.set(heatmap, edges);
  return edges;
}

/** Draws the heat map of the slice on the screen and its edge, as soon as it is here and as long as it may be seen. */
export function useHeatmap(viewport: SliceViewport | null): void {
  const { heatmapOpacity: opacity, contourOn, contourThreshold, ...preferences } = usePreferences();
  const { heatmapColours: colours, heatmapFloor: floor, compareOn, compareWith } = preferences;
  const beside = compareOn && compareWith === 'heatmap';
  const wanted = useWanted();
  // Before its own picture is drawn a map is not taken.
  const drawn = useViewer((state) => state.picture.kind === 'ready' && state.picture.sliceId === wanted?.sliceId);
  const failed = useViewer((state) => state.picture.kind === 'failed' && state.picture.sliceId === wanted?.sliceId);
  const heatmap = useFetched(wanted, drawn || failed);

  const rings = useMemo(() => {
    if (!heatmap || !contourOn) return [];
    return edgesOf(heatmap, contourThreshold).rings;
  }, [heatmap, contourOn, contourThreshold]);
  const heat = useMemo(
    () => (heatmap ? { heatmap, look: { colours, floor, opacity }, rings } : null),
    [heatmap, colours, floor, opacity, rings],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` asks again once the map's own picture is there
  useLayoutEffect(() => {
    useCompare.setState({ heat });
    viewport?.setHeatmap(beside ? null : heat);
  }, [viewport, heat, beside, drawn]);
  // With the frame of its picture: what follows later is a frame of its own.
  useLayoutEffect(() => {
    if (!heatmap) return;
    const { sliceId, modelId, method, answer, scale } = heatmap;
    const { hot } = edgesOf(heatmap, contourThreshold);
    useViewer.setState({ heatmap: { kind: 'here', sliceId, modelId, method, answer, scale, hot } });
  }, [heatmap, contourThreshold]);
}
