import type { Handlers } from '../../src/contract/contract.ts';
import type { ActOutcome } from '../../src/contract/study-methods.ts';
import type { AppContext } from '../app-context.ts';
import { outcomeFor, viewerOf } from '../reader-view.ts';
import { exportStudyCalls, studyCallsFile } from '../services/export-study-calls.ts';
import { studiesFor } from '../services/list-studies.ts';
import { recordStudyCall } from '../services/record-study-call.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { redoAct, undoAct } from '../services/undo-act.ts';

type StudyHandlers = Pick<Handlers, 'study.list' | 'study.call' | 'study.export' | 'act.undo' | 'act.redo'>;

/** Calls of whole studies, and undo and redo over everything that a reader does. */
export function studyHandlers(app: AppContext): StudyHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  const reader = (): string => app.preferences.get().readerName;
  /** Without what is hidden from the reader of the slice that an undone read was of. */
  const shownTo = (act: ActOutcome): ActOutcome =>
    act.kind === 'read' ? { ...act, outcome: outcomeFor(context(), viewerOf(app), act.outcome) } : act;
  return {
    'study.list': async ({ sourceId }) => studiesFor(context(), viewerOf(app), sourceId),
    'study.call': async (call) => recordStudyCall(context(), { ...call, ...viewerOf(app) }),
    'study.export': async ({ folder }) => {
      const project = context();
      const chosen = folder ?? (await app.dialogs.chooseFolder('export'));
      if (chosen === null) return { path: null, calls: 0 };
      const file = studyCallsFile(chosen, project.clock());
      return exportStudyCalls(project, { path: file, reader: reader() });
    },
    'act.undo': async () => shownTo(await undoAct(context(), { reader: reader() })),
    'act.redo': async () => shownTo(await redoAct(context(), { reader: reader() })),
  };
}
