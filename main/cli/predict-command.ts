import path from 'node:path';
import { HEAD_COLUMN, headText } from '../../src/audit/audit-head.ts';
import type { Worklist } from '../../src/contract/review-methods.ts';
import { writeCsv } from '../../src/dataset/write-csv.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import { listWorklist } from '../services/list-worklist.ts';
import type { InputFailure } from '../services/network-inputs.ts';
import { openStudy } from '../services/open-study.ts';
import { predictSource } from '../services/predict-source.ts';
import { writeExport } from '../services/write-export.ts';
import { auditHead } from '../store/audit-log.ts';
import { predictionsOfSource } from '../store/predictions.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findModel } from './find-model.ts';
import { writeHeatmaps } from './heatmap-files.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface PredictOptions {
  readonly project: string;
  readonly csv: string;
  readonly heatmaps?: string;
  readonly heatmapMethod: HeatmapMethod;
  readonly model?: string;
  readonly reader?: string;
}

/** One row of the table: a frame of the folder, or a file that was refused. */
interface PredictedRow {
  readonly file: string;
  readonly frame: number;
  /** Empty where there is none. */
  readonly probability: number | '';
  readonly call: 0 | 1 | '';
  readonly threshold: number | '';
  readonly model: string;
  readonly status: 'predicted' | 'not-predicted' | 'refused';
  readonly reason: string;
}

const COLUMNS = ['file', 'frame', 'probability', 'call', 'threshold', 'model', 'status', 'reason'] as const;

/** `predict DIR --project P --csv FILE [--heatmaps DIR]`: one row for each frame of the folder. */
export function predictCommand(session: CliSession, folder: string, options: PredictOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
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
    const predictions = predictionsOfSource(context.store.db, model.id, sourceId);
    const rows = tableOf(worklist, predictions, failures, model.name);
    const csv = path.resolve(session.cwd, options.csv);
    const head = headText(auditHead(context.store.db));
    const records = rows.map((row) => [...COLUMNS.map((column) => String(row[column])), head]);
    writeExport(context, csv, writeCsv([[...COLUMNS, HEAD_COLUMN], ...records]));
    const heatmapFolder = options.heatmaps === undefined ? null : path.resolve(session.cwd, options.heatmaps);
    const predicted = worklist.items.filter((item) => predictions.has(item.sliceId));
    if (heatmapFolder !== null) {
      await writeHeatmaps(session, context, model.id, predicted, heatmapFolder, options.heatmapMethod);
    }
    const positive = rows.filter((row) => row.call === 1).length;
    const without = rows.filter((row) => row.status !== 'predicted');
    for (const row of without) session.warn(`${row.file}${row.frame > 0 ? ` frame ${row.frame}` : ''}: ${row.reason}`);
    session.say(
      `${predicted.length} slices predicted by ${model.name}: ${positive} haemorrhage, ${predicted.length - positive} none; ` +
        `${without.length} not predicted. The table is ${csv}.`,
    );
    const { warnings } = worklist;
    session.result({ csv, heatmaps: heatmapFolder, model: model.name, threshold: model.threshold, warnings, rows });
    return without.length > 0 ? EXIT.refusals : EXIT.done;
  });
}

function tableOf(
  worklist: Worklist,
  predictions: ReturnType<typeof predictionsOfSource>,
  failures: readonly InputFailure[],
  model: string,
): PredictedRow[] {
  const failed = new Map(failures.map((failure) => [failure.sliceId, failure.message]));
  const nothing = { probability: '', call: '', threshold: '', model: '' } as const;
  const slices = worklist.items.map((item): PredictedRow => {
    const { file, frame } = item;
    const prediction = predictions.get(item.sliceId);
    if (prediction) {
      const { probability, threshold, call } = prediction;
      const one = call === 'haemorrhage' ? 1 : 0;
      return { file, frame, probability, call: one, threshold, model, status: 'predicted', reason: '' };
    }
    const reason = item.notPredictable?.message ?? failed.get(item.sliceId) ?? 'There is no prediction.';
    return { file, frame, ...nothing, status: 'not-predicted', reason };
  });
  const refused = worklist.refused.map(({ file, message }): PredictedRow => {
    return { file, frame: 0, ...nothing, status: 'refused', reason: message };
  });
  return [...slices, ...refused].sort((a, b) => (a.file === b.file ? a.frame - b.frame : a.file < b.file ? -1 : 1));
}
