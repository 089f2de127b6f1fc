import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { listDatasets } from '../services/dataset-labels.ts';
import { draftDataset } from '../services/draft-dataset.ts';
import { exportDataset, picturesToLookAt } from '../services/export-dataset.ts';
import { freezeDataset } from '../services/freeze-dataset.ts';
import { hidesNothing } from '../services/reader-sight.ts';
import { readyToFreeze } from '../services/ready-to-freeze.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { completeSearch } from './search-as-job.ts';

type DatasetHandlers = Pick<
  Handlers,
  'dataset.draft' | 'dataset.freeze' | 'dataset.list' | 'dataset.pictures' | 'dataset.export'
>;

/** Data set versions: what a freeze would hold, the freeze, the export. */
export function datasetHandlers(app: AppContext): DatasetHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  const reader = (): string => app.preferences.get().readerName;
  return {
    'dataset.draft': async () => draftDataset(context(), viewerOf(app)),
    'dataset.freeze': async ({ note }) => {
      const project = context();
      const unread = await completeSearch(app);
      await readyToFreeze(project, app.compute, unread, { named: hidesNothing(project, viewerOf(app)) });
      return freezeDataset(project, { note, reader: reader() });
    },
    'dataset.list': async () => ({ versions: listDatasets(context()) }),
    'dataset.pictures': async ({ datasetId }) => ({ sliceIds: picturesToLookAt(context(), datasetId) }),
    'dataset.export': async ({ datasetId, folder, images, identifiers, picturesSeen }) => {
      const project = context();
      const request = { datasetId, folder: path.resolve(folder), images, reader: reader(), identifiers, picturesSeen };
      const { jobId } = app.jobs.start('export-dataset', 'Writing the data set', async ({ signal, progress }) => {
        const { folder: written } = await exportDataset(project, app.compute, request, {
          signal,
          onProgress: progress,
        });
        return `Written to ${written}.`;
      });
      return { jobId };
    },
  };
}
