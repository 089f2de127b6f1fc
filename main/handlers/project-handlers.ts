import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import { keyFile } from '../../src/input/key-file.ts';
import type { AppContext } from '../app-context.ts';
import { writeJsonFile } from '../atomic-json.ts';
import { viewerOf } from '../reader-view.ts';
import { newestContinuable } from '../services/continue-training.ts';
import { projectFolderFor } from '../services/open-project.ts';
import { relocateSource } from '../services/relocate-source.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { setDoubt } from '../services/set-doubt.ts';
import { setReadingMode } from '../services/set-reading-mode.ts';
import { summaryFor } from '../services/summarize-project.ts';
import { emitProject, summaryOf } from './emit-project.ts';

type ProjectHandlers = Pick<
  Handlers,
  | 'app.state'
  | 'preferences.set'
  | 'keys.export'
  | 'dialog.choose-folder'
  | 'project.create'
  | 'project.setReadingMode'
  | 'project.open'
  | 'project.close'
  | 'project.setDoubt'
  | 'project.summary'
  | 'job.cancel'
  | 'job.list'
  | 'source.relocate'
>;

/** How long the first state of the page may wait for a check of TensorFlow that is under way. */
const TENSORFLOW_WAIT_MS = 200;

/** The app's own state, projects, jobs and preferences. */
export function projectHandlers(app: AppContext): ProjectHandlers {
  return {
    'app.state': async () => ({
      appVersion: app.appVersion,
      tensorflow: await app.tensorflow.known(TENSORFLOW_WAIT_MS),
      recentProjects: app.recentProjects.list(),
      preferences: app.preferences.get(),
      project: summaryOf(app),
      defaultProjectsFolder: app.projectsFolder,
      studyToOpen: app.studyToOpen,
    }),
    'preferences.set': async (changes) => app.preferences.set(changes),
    'keys.export': async () => {
      const folder = await app.dialogs.chooseFolder('export');
      if (folder === null) return { path: null };
      const file = path.join(folder, 'overread-keys.json');
      writeJsonFile(file, keyFile(app.preferences.get().keyOverrides));
      return { path: file };
    },
    'dialog.choose-folder': async ({ purpose }) => ({ path: await app.dialogs.chooseFolder(purpose) }),
    'project.create': async ({ folder, name, readingMode }) => {
      const project = { folder: ownFolder(path.resolve(folder), name), name, readingMode };
      return summaryFor((await app.projects.create(project)).context, viewerOf(app));
    },
    'project.setReadingMode': async ({ mode, confirmed }) => {
      const { context } = app.projects.require();
      setReadingMode(context, { mode, confirmed, reader: app.preferences.get().readerName });
      emitProject(app);
      return summaryFor(context, viewerOf(app));
    },
    'project.open': async ({ folder }) => {
      const { context } = await app.projects.open(path.resolve(folder));
      tellOfInterrupted(app, context);
      return summaryFor(context, viewerOf(app));
    },
    'project.close': async () => {
      await app.projects.close();
      return {};
    },
    'project.setDoubt': async ({ width }) => {
      const { context } = app.projects.require();
      setDoubt(context, { width, reader: app.preferences.get().readerName });
      return summaryFor(context, viewerOf(app));
    },
    'project.summary': async () => summaryFor(app.projects.require().context, viewerOf(app)),
    'job.cancel': async ({ jobId }) => {
      app.jobs.cancel(jobId);
      return {};
    },
    'job.list': async () => ({ jobs: app.jobs.list() }),
    'source.relocate': async ({ sourceId, root }) => {
      const { context, pictures } = app.projects.require();
      const { readerName } = app.preferences.get();
      await relocateSource(context, app.compute, { sourceId, root: path.resolve(root), reader: readerName });
      pictures.clear();
      return summaryFor(context, viewerOf(app));
    },
  };
}

function tellOfInterrupted(app: AppContext, context: ServiceContext): void {
  const run = context.store.readOnly ? null : newestContinuable(context);
  if (!run) return;
  const message = `The training of run ${run.id} was interrupted. The Training screen offers to continue it.`;
  app.emit({ kind: 'remark', message });
}

/** The folder itself where it is free for a project, else one of the project's name inside it. */
function ownFolder(folder: string, name: string): string {
  const taken = existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(path.join(folder, 'project.db'));
  return taken ? projectFolderFor(folder, name) : folder;
}
