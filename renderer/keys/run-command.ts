import { backUp } from '../actions/backups.ts';
import { markListed, markUnread } from '../actions/bulk.ts';
import { stopCine, toggleCine } from '../actions/cine.ts';
import { exportPublicKey, exportReport, exportStudies } from '../actions/exports.ts';
import { chooseFolder, closeProject, startDemo } from '../actions/folders.ts';
import { freezeVersion } from '../actions/freezing.ts';
import { toggleFullScreen } from '../actions/full-screen.ts';
import { goToNextUnread } from '../actions/going-on.ts';
import { exportKeys } from '../actions/key-files.ts';
import { leaveProject } from '../actions/leaving.ts';
import { goToEndOfStack, sortList, stepInList, stepInStack } from '../actions/listing.ts';
import { exportMarks } from '../actions/marking.ts';
import { clearMarksOrFilters, focusSearch } from '../actions/narrowing.ts';
import { adjudicate, exportReaders } from '../actions/readers.ts';
import { giveConfidence, recordRead, redoLast, toggleBlind, undoLast } from '../actions/reading.ts';
import { openStudyCall } from '../actions/study-call.ts';
import { goToMostSuspicious, stepToSuspicious } from '../actions/suspicion.ts';
import { startRun } from '../actions/training-run.ts';
import { chooseMarkTool, placeMark } from '../marks/mark-tool.ts';
import { showTab, type Tab, useApp } from '../state/app-store.ts';
import { checkReport, verifyAudit } from '../state/audit-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { chooseTool } from '../state/tool-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { extendMarks, toggleMarkHere } from '../state/worklist-store.ts';
import {
  applyWindow,
  editWindows,
  nextCompareKind,
  nextHeatmapMethod,
  nudgeWindow,
  toggleCompare,
  toggleContour,
  toggleHeatmap,
  toggleHeatmapBeside,
  toggleLens,
  toggleOverlays,
} from '../viewer/viewer-commands.ts';
import type { Command } from './key-bindings.ts';

/** How far one press of a key moves the picture. */
const PAN_STEP_PX = 40;

/** Does something on the screen where what comes of it is seen. */
const shownOn = (tab: Tab, act: () => unknown): unknown => {
  showTab(tab);
  return act();
};

const ACTIONS: Record<Command, () => unknown> = {
  'list-next': () => stepInList(1),
  'list-previous': () => stepInList(-1),
  'stack-next': () => stepInStack(1),
  'stack-previous': () => stepInStack(-1),
  'stack-first': () => goToEndOfStack('first'),
  'stack-last': () => goToEndOfStack('last'),
  'next-unread': goToNextUnread,
  'extend-next': () => extendMarks(1),
  'extend-previous': () => extendMarks(-1),
  'toggle-row': toggleMarkHere,
  'select-listed': markListed,
  'select-unread': markUnread,
  search: focusSearch,
  'clear-list': clearMarksOrFilters,
  'sort-order': () => sortList('order'),
  'sort-suspicion': () => sortList('suspicion'),
  'sort-uncertainty': () => sortList('uncertainty'),
  'sort-disagreement': () => sortList('disagreement'),
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
  'window-1': () => applyWindow(0),
  'window-2': () => applyWindow(1),
  'window-3': () => applyWindow(2),
  'window-4': () => applyWindow(3),
  'window-5': () => applyWindow(4),
  'window-6': () => applyWindow(5),
  'window-7': () => applyWindow(6),
  'window-8': () => applyWindow(7),
  'window-9': () => applyWindow(8),
  'tool-window': () => chooseTool('window'),
  'tool-zoom': () => chooseTool('zoom'),
  'tool-pan': () => chooseTool('pan'),
  'tool-magnify': () => chooseTool('magnify'),
  lens: toggleLens,
  'flip-horizontal': () => useViewer.getState().commands?.flip('horizontal'),
  'flip-vertical': () => useViewer.getState().commands?.flip('vertical'),
  'turn-right': () => useViewer.getState().commands?.turn(90),
  'turn-left': () => useViewer.getState().commands?.turn(-90),
  cine: toggleCine,
  compare: toggleCompare,
  'compare-next': nextCompareKind,
  'heatmap-beside': toggleHeatmapBeside,
  overlays: toggleOverlays,
  'full-screen': toggleFullScreen,
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
  'edit-windows': editWindows,
  fit: () => useViewer.getState().commands?.fit(),
  'zoom-pixels': () => useViewer.getState().commands?.zoomToPixels(),
  'zoom-in': () => useViewer.getState().commands?.zoomBy(1.25),
  'zoom-out': () => useViewer.getState().commands?.zoomBy(1 / 1.25),
  'pan-left': () => useViewer.getState().commands?.drag('pan', -PAN_STEP_PX, 0),
  'pan-right': () => useViewer.getState().commands?.drag('pan', PAN_STEP_PX, 0),
  'pan-up': () => useViewer.getState().commands?.drag('pan', 0, -PAN_STEP_PX),
  'pan-down': () => useViewer.getState().commands?.drag('pan', 0, PAN_STEP_PX),
  'window-wider': () => nudgeWindow(1, 0),
  'window-narrower': () => nudgeWindow(-1, 0),
  'level-up': () => nudgeWindow(0, 1),
  'level-down': () => nudgeWindow(0, -1),
  'tab-review': () => showTab('review'),
  'tab-dataset': () => showTab('dataset'),
  'tab-training': () => showTab('training'),
  'tab-evaluation': () => showTab('evaluation'),
  'tab-readers': () => showTab('readers'),
  'tab-audit': () => showTab('audit'),
  'open-study': () => chooseFolder('study'),
  'import-set': () => chooseFolder('labelled-set'),
  'new-project': () => leaveProject(async () => openDialog({ kind: 'new-project', next: null })),
  'open-project': () => leaveProject(() => chooseFolder('open-project')),
  'close-project': () => leaveProject(closeProject),
  'back-up': backUp,
  'restore-backup': () => openDialog({ kind: 'restore', folder: useApp.getState().project?.folder ?? '' }),
  'reading-mode': () => openDialog({ kind: 'reading-mode' }),
  purge: () => openDialog({ kind: 'purge' }),
  freeze: () => shownOn('dataset', () => freezeVersion('')),
  train: () => shownOn('training', startRun),
  augmentation: () => shownOn('training', () => openDialog({ kind: 'augmentation' })),
  'cross-validate': () => shownOn('evaluation', () => openDialog({ kind: 'cross-validate' })),
  adjudicate,
  'verify-log': () => shownOn('audit', verifyAudit),
  'check-report': () => shownOn('audit', checkReport),
  'export-report': exportReport,
  'export-studies': exportStudies,
  'export-structured': () => openDialog({ kind: 'structured-reports' }),
  'export-readers': exportReaders,
  'export-marks': exportMarks,
  'export-public-key': exportPublicKey,
  'export-keys': exportKeys,
  demo: () => leaveProject(startDemo),
  reader: () => openDialog({ kind: 'sign-in' }),
  'refused-files': () => openDialog({ kind: 'refused-files' }),
  keys: () => openDialog({ kind: 'keys' }),
  palette: () => openDialog({ kind: 'palette' }),
  settings: () => openDialog({ kind: 'settings' }),
  notices: () => openDialog({ kind: 'notices' }),
};

/** Does what a key stands for. The actions say their own failures. */
export function runCommand(command: Command): void {
  // Whoever does anything looks at the slice on the screen.
  if (command !== 'cine') stopCine();
  ACTIONS[command]();
}
