import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { checkImport } from '../services/check-import.ts';
import { commitImport } from '../services/commit-import.ts';
import { discardImport } from '../services/pending-imports.ts';
import { emitProject } from './emit-project.ts';

/** Import of labelled sets: check, then the good ones or nothing. */
export function importHandlers(app: AppContext): Pick<Handlers, 'import.check' | 'import.commit' | 'import.discard'> {
  return {
    'import.check': async ({ folder }) => {
      const { context } = app.projects.require();
      const root = path.resolve(folder);
      const { jobId } = app.jobs.start('check-import', 'Looking through the folder', async ({ signal, progress }) => {
        const report = await checkImport(context, app.compute, { folder: root }, { signal, onProgress: progress });
        return `${report.good.haemorrhage + report.good.none} slices can be imported.`;
      });
      return { jobId };
    },
    'import.commit': async ({ token }) => {
      const { context } = app.projects.require();
      const outcome = commitImport(context, { token, reader: app.preferences.get().readerName });
      emitProject(app);
      return outcome;
    },
    'import.discard': async ({ token }) => {
      discardImport(app.projects.require().context.store, token);
      return {};
    },
  };
}
