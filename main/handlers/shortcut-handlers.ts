import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { datasetShortcuts, storedShortcuts } from '../services/dataset-shortcuts.ts';
import { ServiceError } from '../services/service-error.ts';

type ShortcutHandlers = Pick<Handlers, 'dataset.shortcuts' | 'dataset.audit-shortcuts'>;

/** What gives the labels of a data set version away. */
export function shortcutHandlers(app: AppContext): ShortcutHandlers {
  return {
    'dataset.shortcuts': async ({ datasetId }) => ({
      shortcuts: storedShortcuts(app.projects.require().context, datasetId),
    }),
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
