import { whyNoSort } from '../actions/listing.ts';
import { whyNoRun } from '../actions/training-run.ts';
import { useApp, whyReadOnly } from '../state/app-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { useMarks } from '../state/marks-store.ts';
import { type Intent, useReview, whyNotRecord } from '../state/review-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { whyNoWindow } from '../viewer/viewer-commands.ts';
import type { BoundCommand } from './bindings-in-force.ts';
import type { Command } from './key-bindings.ts';

function whyNotRead(intent: Intent): string | null {
  const { presentation, saving } = useReview.getState();
  const { picture } = useViewer.getState();
  const readOnly = useApp.getState().project?.readOnly ?? true;
  return whyNotRecord(intent, { readOnly, saving: saving.kind === 'saving', picture: picture.kind, presentation });
}

const whyNotPicture = (): string | null =>
  useViewer.getState().picture.kind === 'ready' ? null : 'No picture is on the screen.';

const whyNotWritten = (): string | null => {
  const { project } = useApp.getState();
  return project && whyReadOnly(project);
};

const ON_PICTURE: readonly Command[] = [
  'edit-windows',
  'invert',
  'reset',
  'fit',
  'zoom-pixels',
  'flip-horizontal',
  'flip-vertical',
  'turn-right',
  'turn-left',
  'lens',
  'cine',
  'save-picture',
  'zoom-in',
  'zoom-out',
  'pan-left',
  'pan-right',
  'pan-up',
  'pan-down',
  'window-wider',
  'window-narrower',
  'level-up',
  'level-down',
];

/** What else a command needs than its screen. */
const NEEDS: { readonly [C in Command]?: () => string | null } = {
  ...Object.fromEntries(ON_PICTURE.map((command) => [command, whyNotPicture])),
  'sort-order': () => whyNoSort('order'),
  'sort-suspicion': () => whyNoSort('suspicion'),
  'sort-uncertainty': () => whyNoSort('uncertainty'),
  'sort-disagreement': () => whyNoSort('disagreement'),
  freeze: whyNotWritten,
  adjudicate: whyNotWritten,
  train: whyNoRun,
  'cross-validate': () =>
    useJobs.getState().jobs.some(({ kind }) => kind === 'cross-validate') ? 'A cross-validation is under way.' : null,
  'export-marks': () => (useMarks.getState().marks.size > 0 ? null : 'You have no mark in this source.'),
  agree: () => whyNotRead('agree'),
  haemorrhage: () => whyNotRead('haemorrhage'),
  none: () => whyNotRead('none'),
  unsure: () => whyNotRead('unsure'),
  excluded: () => whyNotRead('excluded'),
  undo: () => (useReview.getState().canUndo ? null : 'There is nothing to undo.'),
  redo: () => (useReview.getState().canRedo ? null : 'There is nothing to redo.'),
  'window-1': () => whyNoWindow(0),
  'window-2': () => whyNoWindow(1),
  'window-3': () => whyNoWindow(2),
  'window-4': () => whyNoWindow(3),
  'window-5': () => whyNoWindow(4),
  'window-6': () => whyNoWindow(5),
  'window-7': () => whyNoWindow(6),
  'window-8': () => whyNoWindow(7),
  'window-9': () => whyNoWindow(8),
  'refused-files': () => {
    const { worklist } = useWorklist.getState();
    return worklist.kind === 'ready' && worklist.value.refused.length > 0 ? null : 'No file was refused.';
  },
};

/** Why nothing can be done on the Review screen now; null when it is there. */
export function whyNotInReview(): string | null {
  return whyNotThere({ always: false, everywhere: false });
}

function whyNotThere({ always, everywhere }: Pick<BoundCommand, 'always' | 'everywhere'>): string | null {
  const { project, tab } = useApp.getState();
  if (!project && !always) return 'No project is open.';
  return everywhere || tab === 'review' ? null : 'Only on the Review screen.';
}

/** Why a command does nothing now, or null when it would do something. */
export function whyNot(bound: Pick<BoundCommand, 'command' | 'always' | 'everywhere'>): string | null {
  return whyNotThere(bound) ?? NEEDS[bound.command]?.() ?? null;
}
