import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { datasetShortcuts, storedShortcuts } from '../services/dataset-shortcuts.ts';
import { ServiceError } from '../services/service-error.ts';
import { shortcutsFor } from '../services/shortcuts-for-reader.ts';

type ShortcutHandlers = Pick<Handlers, 'dataset.shortcuts' | 'dataset.audit-shortcuts'>;

/** What gives the labels of a data set version away. */
export function shortcutHandlers(app: AppContext): ShortcutHandlers {
  return {
    'dataset.shortcuts': async ({ datasetId }) => {
      const { context } = app.projects.require();
      const shortcuts = storedShortcuts(context, datasetId);
      return { shortcuts: shortcuts && shortcutsFor(context, viewerOf(app), shortcuts) };
    },
    'dataset.audit-shortcuts': async ({ datasetId }) => {
      if (app.jobs.isRunning('audit-shortcuts')) {
        throw new ServiceError('busy', 'The slices are being measured already. Wait for it, or cancel it first.');
      }
      const { context } = app.projects.require();
      const request = { datasetId, reader: app.preferences.get().readerName };
      const { jobId } = app.jobs.start('audit-shortcuts', 'Measuring the slices', async ({ signal, progress }) => {
        await datasetShortcuts(context, app.compute, request, {
          signal,
          onProgress: (done, total) => progress({ done, total }),
        });
        return 'Measured what gives the label away.';
      });
      return { jobId };
    },
  };
}
