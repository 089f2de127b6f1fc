import path from 'node:path';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import { exportHeatmaps } from '../services/export-heatmaps.ts';
import { exportPredictions, predictionsToExport } from '../services/export-predictions.ts';
import { listWorklist } from '../services/list-worklist.ts';
import { openStudy } from '../services/open-study.ts';
import { createPictures } from '../services/pictures.ts';
import { predictSource } from '../services/predict-source.ts';
import { requireOutside } from '../services/require-outside.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findModel } from './find-model.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface PredictOptions {
  readonly project: string;
  readonly csv: string;
  readonly heatmaps?: string;
  readonly heatmapMethod: HeatmapMethod;
  readonly identifiers: Identifiers;
  readonly model?: string;
  readonly reader?: string;
}

/** `predict DIR --project P --csv FILE [--heatmaps DIR]`: one row for each frame of the folder. */
export function predictCommand(session: CliSession, folder: string, options: PredictOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const csv = path.resolve(session.cwd, options.csv);
    const heatmapFolder = options.heatmaps === undefined ? null : path.resolve(session.cwd, options.heatmaps);
    for (const place of [csv, heatmapFolder]) if (place !== null) requireOutside(context, place);
    const model = findModel(context, options.model);
    const reader = readerIn(context, options.reader);
    const tell = progressLine(session);
    const { sourceId } = await openStudy(
      context,
      session.compute(),
      { folder: path.resolve(session.cwd, folder), reader },
      { signal: session.signal, onProgress: tell },
    );
    const { failures } = await predictSource(
      context,
      session.compute(),
      { sourceId, modelId: model.id, reader },
      { signal: session.signal, onProgress: (done, total) => tell({ message: 'Predicting', done, total }) },
    );
    const worklist = listWorklist(context, { sourceId, modelId: model.id });
    for (const warning of worklist.warnings) session.warn(`warning: ${warning}`);
    const rows = predictionsToExport(context, worklist, model, failures);
    const { identifiers, heatmapMethod } = options;
    const written = exportPredictions(context, { path: csv, rows, model, identifiers, reader });
    const predicted = rows.filter(({ status }) => status === 'predicted');
    if (heatmapFolder !== null) {
      const pictures = createPictures({ context, compute: session.compute(), thumbnailFolder: null });
      const what = { folder: heatmapFolder, predictions: predicted, model, method: heatmapMethod, identifiers, reader };
      await exportHeatmaps(context, pictures, what, { signal: session.signal, onProgress: tell });
    }
    const positive = rows.filter((row) => row.call === 1).length;
    const without = rows.filter((row) => row.status !== 'predicted');
    // To whoever sits there files are named, whatever the table says.
    for (const { file, frame, reason } of without)
      session.warn(`${file}${frame > 0 ? ` frame ${frame}` : ''}: ${reason}`);
    session.say(
      `${predicted.length} slices predicted by ${model.name}: ${positive} haemorrhage, ${predicted.length - positive} none; ` +
        `${without.length} not predicted. The table is ${csv}.`,
    );
    const { warnings } = worklist;
    session.result({
      csv,
      heatmaps: heatmapFolder,
      model: model.name,
      threshold: model.threshold,
      warnings,
      rows: written,
    });
    return without.length > 0 ? EXIT.refusals : EXIT.done;
  });
}
