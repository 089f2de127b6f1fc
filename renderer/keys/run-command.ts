import { goToNextUnread, stepInList, stepInStack } from '../actions/listing.ts';
import { recordRead, redoLast, setBlindFirst, undoLast } from '../actions/reading.ts';
import { chooseMarkTool, placeMark } from '../marks/mark-tool.ts';
import { openDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { applyCtWindow, nextHeatmapMethod, toggleContour, toggleHeatmap } from '../viewer/viewer-commands.ts';
import type { Command } from './key-bindings.ts';

const ACTIONS: Record<Command, () => unknown> = {
  'list-next': () => stepInList(1),
  'list-previous': () => stepInList(-1),
  'stack-next': () => stepInStack(1),
  'stack-previous': () => stepInStack(-1),
  'next-unread': goToNextUnread,
  agree: () => recordRead('agree'),
  haemorrhage: () => recordRead('haemorrhage'),
  none: () => recordRead('none'),
  unsure: () => recordRead('unsure'),
  excluded: () => recordRead('excluded'),
  undo: undoLast,
  redo: redoLast,
  'window-1': () => applyCtWindow(0),
  'window-2': () => applyCtWindow(1),
  'window-3': () => applyCtWindow(2),
  'window-4': () => applyCtWindow(3),
  'window-5': () => applyCtWindow(4),
  'window-6': () => applyCtWindow(5),
  heatmap: toggleHeatmap,
  'heatmap-method': nextHeatmapMethod,
  contour: toggleContour,
  blind: () => setBlindFirst(!usePreferences.getState().blindFirst),
  invert: () => useViewer.getState().commands?.toggleInvert(),
  'tool-probe': () => chooseMarkTool('probe'),
  'tool-length': () => chooseMarkTool('length'),
  'tool-angle': () => chooseMarkTool('angle'),
  'tool-ellipse': () => chooseMarkTool('ellipse'),
  'tool-rectangle': () => chooseMarkTool('rectangle'),
  'tool-arrow': () => chooseMarkTool('arrow'),
  'place-mark': placeMark,
  reset: () => useViewer.getState().commands?.reset(),
  'save-picture': () => openDialog({ kind: 'save-picture' }),
  keys: () => openDialog({ kind: 'keys' }),
};

/** Does what a key stands for. The actions say their own failures. */
export function runCommand(command: Command): void {
  ACTIONS[command]();
}
