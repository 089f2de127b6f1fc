import { markListed, markUnread } from '../actions/bulk.ts';
import { goToNextUnread, stepInList, stepInStack } from '../actions/listing.ts';
import { clearMarksOrFilters, focusSearch } from '../actions/narrowing.ts';
import { giveConfidence, recordRead, redoLast, toggleBlind, undoLast } from '../actions/reading.ts';
import { openStudyCall } from '../actions/study-call.ts';
import { goToMostSuspicious, stepToSuspicious } from '../actions/suspicion.ts';
import { chooseMarkTool, placeMark } from '../marks/mark-tool.ts';
import { openDialog } from '../state/dialog-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { extendMarks } from '../state/worklist-store.ts';
import { applyCtWindow, nextHeatmapMethod, toggleContour, toggleHeatmap } from '../viewer/viewer-commands.ts';
import type { Command } from './key-bindings.ts';

const ACTIONS: Record<Command, () => unknown> = {
  'list-next': () => stepInList(1),
  'list-previous': () => stepInList(-1),
  'stack-next': () => stepInStack(1),
  'stack-previous': () => stepInStack(-1),
  'next-unread': goToNextUnread,
  'extend-next': () => extendMarks(1),
  'extend-previous': () => extendMarks(-1),
  'select-listed': markListed,
  'select-unread': markUnread,
  search: focusSearch,
  'clear-list': clearMarksOrFilters,
  'most-suspicious': goToMostSuspicious,
  'suspicious-next': () => stepToSuspicious(1),
  'suspicious-previous': () => stepToSuspicious(-1),
  'study-call': openStudyCall,
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
  blind: toggleBlind,
  'confidence-1': () => giveConfidence(1),
  'confidence-2': () => giveConfidence(2),
  'confidence-3': () => giveConfidence(3),
  'confidence-4': () => giveConfidence(4),
  'confidence-5': () => giveConfidence(5),
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
