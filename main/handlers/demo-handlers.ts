import { existsSync } from 'node:fs';
import type { AppEvent, Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { projectFolderFor } from '../services/open-project.ts';
import { runDemo } from '../services/run-demo.ts';
import { ServiceError } from '../services/service-error.ts';
import { emitProject } from './emit-project.ts';

/** What the demo does on its way is its own business: the window hears of its progress, its training and its end. */
const TOLD: ReadonlySet<AppEvent['kind']> = new Set(['training', 'predicted', 'demo-ready']);

/** The demo study: a project of its own, made, trained and opened as one job. */
export function demoHandlers(app: AppContext): Pick<Handlers, 'demo.start'> {
  return {
    'demo.start': async () => {
      if (app.jobs.isRunning('demo')) throw new ServiceError('busy', 'The demo is being made already.');
      // Nobody is read here in earnest, and the demo is there to show what the app does: the AI from the start.
      const { context } = await app.projects.create({
        folder: freeDemoFolder(app.projectsFolder),
        name: 'Demo (synthetic)',
        synthetic: true,
        readingMode: 'off',
      });
      emitProject(app);
      const quiet = {
        ...context,
        notify: (event: AppEvent) => {
          if (event.kind === 'demo-ready') emitProject(app);
          if (TOLD.has(event.kind)) context.notify(event);
        },
      };
      const { jobId } = app.jobs.start('demo', 'Making the demo study', async ({ signal, progress }) => {
        const reader = app.preferences.get().readerName;
        await runDemo(quiet, app.compute, { reader }, { signal, onProgress: progress });
        emitProject(app);
        return 'The demo is ready.';
      });
      return { jobId };
    },
  };
}

function freeDemoFolder(parent: string): string {
  for (let number = 1; ; number += 1) {
    const folder = projectFolderFor(parent, number === 1 ? 'Demo' : `Demo ${number}`);
    if (!existsSync(folder)) return folder;
  }
}
