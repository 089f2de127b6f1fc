import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { exportModelCard, freeCardFolder } from '../services/export-model-card.ts';

/** The model card, written by a job: slices that were not measured yet are measured first. */
export function modelCardHandlers(app: AppContext): Pick<Handlers, 'model.exportCard'> {
  return {
    'model.exportCard': async ({ modelId, folder, prevalence }) => {
      const { context } = app.projects.require();
      const reader = app.preferences.get().readerName;
      const request = { modelId, folder: freeCardFolder(context, folder, modelId), prevalence, reader };
      const { jobId } = app.jobs.start('export-card', 'Writing the model card', async ({ signal, progress }) => {
        const message = 'Measuring on the held-out slices';
        const onProgress = (done: number, total: number): void => progress({ message, done, total });
        const written = await exportModelCard(context, app.compute, request, { signal, onProgress });
        return `Written to ${written.folder}.`;
      });
      return { jobId };
    },
  };
}
