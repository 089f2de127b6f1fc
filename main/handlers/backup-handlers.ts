import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { backUpProject } from '../services/back-up-project.ts';
import { restoreChoices } from '../services/restore-project.ts';
import { summaryFor } from '../services/summarize-project.ts';

/** Backups of a project, and the way back to them. */
export function backupHandlers(app: AppContext): Pick<Handlers, 'backup.make' | 'backup.list' | 'backup.restore'> {
  return {
    'backup.make': async () => backUpProject(app.projects.require().context),
    'backup.list': async ({ folder }) => {
      const { backups, ...state } = restoreChoices(path.resolve(folder));
      return { ...state, backups: [...backups] };
    },
    'backup.restore': async ({ folder, name }) => {
      const { project, kept, salvaged } = await app.projects.restore(path.resolve(folder), name);
      return { project: summaryFor(project.context, viewerOf(app)), kept, salvaged };
    },
  };
}
