import { HEATMAP_METHODS } from '../../src/explanation/heatmap-method.ts';
import { WINDOW_PRESETS } from '../../src/study/window-presets.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { dragWindow } from './pointer-moves.ts';
import { whyNoHounsfield } from './probe.ts';

/** Applies the CT window of a key (0 for the key 1). For a picture without HU it says why not. */
export function applyCtWindow(index: number): void {
  const { picture, commands } = useViewer.getState();
  const preset = WINDOW_PRESETS[index];
  if (picture.kind !== 'ready' || !preset) return;
  const why = whyNoHounsfield(picture.metadata.unit);
  if (why !== null) say('info', why);
  else commands?.setWindow(preset.centerHu, preset.widthHu);
}

/** Widens or narrows the window, or moves its level, by `steps` of what a drag of ten pixels does; width first. */
export function nudgeWindow(widthSteps: number, levelSteps: number): void {
  const { viewport, commands } = useViewer.getState();
  if (!viewport) return;
  const before = { center: viewport.windowCenter, width: viewport.windowWidth };
  const { center, width } = dragWindow(before, widthSteps * 10, levelSteps * 10, 1);
  commands?.setWindow(center, width);
}

export function toggleHeatmap(): Promise<void> {
  return changePreferences({ heatmapOn: !usePreferences.getState().heatmapOn });
}

export function toggleContour(): Promise<void> {
  return changePreferences({ contourOn: !usePreferences.getState().contourOn });
}

/** Goes to the next way of explaining, and from the last to the first. */
export function nextHeatmapMethod(): Promise<void> {
  const at = HEATMAP_METHODS.indexOf(usePreferences.getState().heatmapMethod);
  const heatmapMethod = HEATMAP_METHODS[(at + 1) % HEATMAP_METHODS.length] ?? 'grad-cam';
  return changePreferences({ heatmapMethod });
}
