import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { casesOnRecord, openAdjudication } from '../services/adjudication-queue.ts';
import { exportReaders } from '../services/export-readers.ts';
import { repeatSettings, setRepeats } from '../services/hidden-repeats.ts';
import { accountHere, listReaders, signIn, signOut } from '../services/reader-sessions.ts';
import { readerReport } from '../services/report-on-readers.ts';
import type { ServiceContext } from '../services/service-context.ts';

type ReaderHandlers = Pick<
  Handlers,
  | 'reader.list'
  | 'reader.signIn'
  | 'reader.signOut'
  | 'readers.report'
  | 'readers.export'
  | 'repeats.get'
  | 'repeats.set'
  | 'adjudication.queue'
>;

/** Several readers on one project: who reads, how they agree, what is adjudicated. */
export function readerHandlers(app: AppContext): ReaderHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  const reader = (): string => app.preferences.get().readerName;
  return {
    'reader.list': async () => {
      const account = accountHere(context());
      return { readers: listReaders(context()), current: reader(), ...(account && { account }) };
    },
    'reader.signIn': async ({ name, bind }) => {
      const project = context();
      const signedIn = signIn(project, name, { bind });
      app.preferences.set({ readerName: signedIn });
      return { name: signedIn };
    },
    'reader.signOut': async () => {
      signOut(context(), reader());
      app.preferences.set({ readerName: '' });
      return {};
    },
    'readers.report': async ({ reads }) => readerReport(context(), reads, viewerOf(app)),
    'readers.export': async ({ folder, reads }) => {
      const project = context();
      const chosen = folder ?? (await app.dialogs.chooseFolder('export'));
      if (chosen === null) return { files: [] };
      return exportReaders(project, { folder: path.resolve(chosen), reads, reader: reader() });
    },
    'repeats.get': async () => repeatSettings(context()),
    'repeats.set': async (wanted) => setRepeats(context(), { ...wanted, reader: reader() }),
    'adjudication.queue': async ({ opening }) => ({
      cases: opening ? openAdjudication(context(), reader()) : casesOnRecord(context(), reader()),
    }),
  };
}
