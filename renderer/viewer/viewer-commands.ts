import { HEATMAP_METHODS } from '../../src/explanation/heatmap-method.ts';
import { COMPARE_KINDS, type CompareKind } from '../../src/viewing/compare-kind.ts';
import type { ViewerPreferences } from '../../src/viewing/viewer-preferences.ts';
import { pictureElement } from '../marks/mark-tool.ts';
import { openDialog } from '../state/dialog-store.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';
import { laidOutPicture, useViewer } from '../state/viewer-store.ts';
import { offeredWindows, windowListOf } from './offered-windows.ts';
import { dragWindow } from './pointer-moves.ts';

const noSuchWindow = (index: number): string =>
  `There is no window ${index + 1} for this kind of picture. “Edit windows” can add one.`;

/** Why the window of a key (0 for the key 1) cannot be applied; null when it can. */
export function whyNoWindow(index: number): string | null {
  const { picture } = useViewer.getState();
  if (picture.kind !== 'ready') return 'No picture is on the screen.';
  return offeredWindows(picture.metadata, usePreferences.getState())[index] ? null : noSuchWindow(index);
}

/** Applies the reader's window of a key (0 for the key 1): in HU for CT, else in per cent of the picture's range. */
export function applyWindow(index: number): void {
  const { picture, commands } = useViewer.getState();
  if (picture.kind !== 'ready') return;
  const window = offeredWindows(picture.metadata, usePreferences.getState())[index];
  if (window) commands?.setWindow(window.applied.center, window.applied.width);
  else say('info', noSuchWindow(index));
}

/** Opens the list of windows that the picture on the screen goes by. */
export function editWindows(): void {
  const shown = laidOutPicture(useViewer.getState().picture);
  if (shown) openDialog({ kind: 'windows', list: windowListOf(shown.metadata) });
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

export function toggleOverlays(): Promise<void> {
  return changePreferences({ overlaysOn: !usePreferences.getState().overlaysOn });
}

/** Holds the lens over the middle of the picture for the keys (see use-lens-keys.ts), or takes it away. */
export function toggleLens(): void {
  const { lens, viewport } = useViewer.getState();
  if (lens !== null) endLens();
  if (lens !== null || viewport === null) return;
  const { width, height } = viewport.element;
  useViewer.setState({ lens: { x: width / 2, y: height / 2 } });
  pictureElement()?.focus({ preventScroll: true });
}

/** Takes the lens away, and the reading of what lay under it. */
export function endLens(): void {
  useViewer.setState({ lens: null, probe: null });
}

/** Puts something beside the slice, or takes it away. */
export function toggleCompare(): Promise<void> {
  return changePreferences({ compareOn: !usePreferences.getState().compareOn });
}

/** Goes to the next thing that can stand beside the slice, and from the last to the first. */
export function nextCompareKind(): Promise<void> {
  const { compareOn, compareWith } = usePreferences.getState();
  if (!compareOn) return changePreferences({ compareOn: true });
  const at = COMPARE_KINDS.indexOf(compareWith);
  return compareWithKind(COMPARE_KINDS[(at + 1) % COMPARE_KINDS.length] ?? 'mirror');
}

export function compareWithKind(compareWith: CompareKind): Promise<void> {
  return changePreferences({ compareOn: true, compareWith, ...(compareWith === 'heatmap' && { heatmapOn: true }) });
}

type HeatmapPlace = 'over' | 'beside';

/** Where the heatmap lies: over the picture, or beside the plain one. */
export function heatmapPlace(
  { compareOn, compareWith }: Pick<ViewerPreferences, 'compareOn' | 'compareWith'> = usePreferences.getState(),
): HeatmapPlace {
  return compareOn && compareWith === 'heatmap' ? 'beside' : 'over';
}

export function putHeatmap(place: HeatmapPlace): Promise<void> {
  return place === 'beside' ? compareWithKind('heatmap') : changePreferences({ compareOn: false });
}

export function toggleHeatmapBeside(): Promise<void> {
  return putHeatmap(heatmapPlace() === 'beside' ? 'over' : 'beside');
}
