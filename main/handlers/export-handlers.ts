import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { exportReports } from '../services/export-reports.ts';
import { pictureName, savePicture } from '../services/save-picture.ts';

/** What leaves the project beside data sets, cards and the log: structured reports, and pictures as they were seen. */
export function exportHandlers(app: AppContext): Pick<Handlers, 'report.export' | 'picture.save'> {
  return {
    'report.export': async ({ sourceId, folder, identifiers }) => {
      const { context } = app.projects.require();
      const request = { sourceId, identifiers, folder: path.resolve(folder), reader: app.preferences.get().readerName };
      const { jobId } = app.jobs.start('export-reports', 'Writing structured reports', async ({ signal, progress }) => {
        const onProgress = (done: number, total: number): void => progress({ done, total });
        const { reports, folder: made } = await exportReports(context, app.compute, request, { signal, onProgress });
        return `Wrote ${reports.length} ${reports.length === 1 ? 'report' : 'reports'} to ${made}.`;
      });
      return { jobId };
    },
    'picture.save': async ({ sliceId, area, withOverlay, heatmap }) => {
      const { context } = app.projects.require();
      const png = await app.captureWindow(area);
      const file = await app.dialogs.choosePictureFile(pictureName(context, sliceId));
      if (file === null) return { path: null };
      const reader = app.preferences.get().readerName;
      savePicture(context, { sliceId, png, path: path.resolve(file), withOverlay, heatmap, reader });
      return { path: file };
    },
  };
}
