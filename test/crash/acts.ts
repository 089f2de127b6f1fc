import path from 'node:path';
import { z } from 'zod';
import { predictCommand } from '../../main/cli/predict-command.ts';
import { createSession } from '../../main/cli/session.ts';
import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { bulkRead } from '../../main/services/bulk-read.ts';
import { checkImport } from '../../main/services/check-import.ts';
import { commitImport } from '../../main/services/commit-import.ts';
import { exportAudit } from '../../main/services/export-audit.ts';
import { exportDataset } from '../../main/services/export-dataset.ts';
import { exportMarks } from '../../main/services/export-marks.ts';
import { exportModelCard } from '../../main/services/export-model-card.ts';
import { exportReaders } from '../../main/services/export-readers.ts';
import { exportReports } from '../../main/services/export-reports.ts';
import { exportStudyCalls } from '../../main/services/export-study-calls.ts';
import { freezeDataset } from '../../main/services/freeze-dataset.ts';
import { closeProject } from '../../main/services/open-project.ts';
import { openStudy } from '../../main/services/open-study.ts';
import { prepareTraining } from '../../main/services/prepare-training.ts';
import { presentSlice } from '../../main/services/present-slice.ts';
import { promoteModel } from '../../main/services/promote-model.ts';
import { saveMark } from '../../main/services/record-mark.ts';
import { recordRead, recordUnshownRead } from '../../main/services/record-read.ts';
import { recordStudyCall } from '../../main/services/record-study-call.ts';
import type { ServiceContext } from '../../main/services/service-context.ts';
import { ServiceError } from '../../main/services/service-error.ts';
import { runTraining } from '../../main/services/train-network.ts';
import { redoAct, undoAct } from '../../main/services/undo-act.ts';
import { auditHead } from '../../main/store/audit-log.ts';
import { newestDatasetVersion } from '../../main/store/dataset-versions.ts';
import { listModelRows } from '../../main/store/models.ts';
import { findSourceByRoot } from '../../main/store/sources.ts';
import type { MeasuredPicture } from '../../src/marks/mark-figures.ts';
import type { MarkShape } from '../../src/marks/mark-shape.ts';
import type { SeededRandom } from '../../src/random/seeded-random.ts';
import type { Label } from '../../src/review/label.ts';
import { filesBelow } from './files-below.ts';
import { keptRow, sha256OfFile } from './kept-rows.ts';
import { openAsApp } from './open-as-app.ts';
import type { Kept, Stage, Task } from './trial-lines.ts';

/** What an act works with. */
export interface Bench {
  readonly task: Task;
  readonly compute: ComputeClient;
  readonly random: SeededRandom;
  /** Acts done before this one. */
  turn: number;
  context: ServiceContext;
  /** Says that the act has come to its later part. */
  late(): void;
}

type Act = (bench: Bench) => Promise<Kept | null>;

const LABELS: readonly Label[] = ['haemorrhage', 'none', 'unsure', 'excluded'];
const READERS = ['Ada', 'Ben'];
const reader = 'Ada';
const idRow = z.object({ id: z.number() });

/** What an act leaves that must not be lost: rows by table and id, and exported files. */
function kept(bench: Bench, rows: readonly (readonly [string, number])[], files: readonly string[] = []): Kept {
  const { db } = bench.context.store;
  return {
    head: auditHead(db),
    rows: rows.map(([table, id]) => {
      const row = keptRow(db, table, id);
      if (row === null) throw new Error(`Row ${id} of ${table} is not there although the service returned.`);
      return row;
    }),
    files: files.flatMap(filesBelow).map((file) => ({ path: file, sha256: sha256OfFile(file) })),
  };
}

/** Null where the service says that there is nothing to do: nothing to undo, a slice that was read. */
const unlessRefused =
  (act: Act): Act =>
  async (bench) => {
    try {
      return await act(bench);
    } catch (error) {
      if (error instanceof ServiceError) return null;
      throw error;
    }
  };

const sliceIds = ({ context }: Bench): number[] =>
  context.store.db.all(idRow, 'SELECT id FROM slices ORDER BY id LIMIT 27').map(({ id }) => id);

async function read(bench: Bench): Promise<Kept> {
  const { context, random } = bench;
  const shown = { sliceId: random.pick(sliceIds(bench)), reader: random.pick(READERS), modelId: 1 };
  const { presentationId } = presentSlice(context, { ...shown, predictionVisible: random.chance(0.8) });
  const said = { intent: random.pick(LABELS), reason: `turn ${bench.turn}`, confidence: random.integer(1, 5) };
  const { id } = recordRead(context, { presentationId: presentationId ?? 0, ...said }).read;
  return kept(bench, [['reads', id]]);
}

async function bulk(bench: Bench): Promise<Kept> {
  const { context, random } = bench;
  const some = random.shuffle(sliceIds(bench)).slice(0, random.integer(2, 12));
  const input = { sliceIds: some, reader: random.pick(READERS), modelId: 1, label: random.pick(LABELS), reason: null };
  const reads = await bulkRead(context, input);
  return kept(
    bench,
    reads.map(({ id }) => ['reads', id] as const),
  );
}

const step =
  (take: typeof undoAct): Act =>
  async (bench) => {
    const done = await take(bench.context, { reader: bench.random.pick(READERS) });
    return kept(bench, done.kind === 'read' ? [['reads', done.outcome.read.id]] : []);
  };

const PICTURE: MeasuredPicture = {
  ...{ rows: 24, columns: 24, color: false, pixels: new Uint8Array(576), slope: 1, intercept: 0, unit: 'grey' },
  ...{ padding: null, rowsMissing: 0, rowSpacingMm: 0.5, columnSpacingMm: 0.5, pixelAspect: 1 },
};

async function mark(bench: Bench): Promise<Kept> {
  const { context, random } = bench;
  const point = () => ({ x: random.integer(1, 23), y: random.integer(1, 23) });
  const shape: MarkShape = { kind: 'length', points: [point(), { x: 0, y: 0 }] };
  const input = { sliceId: random.pick(sliceIds(bench)), markId: null, shape, reader };
  const { markId } = saveMark(context, input, PICTURE);
  return kept(bench, [['mark_acts', markId]]);
}

const studyRow = z.object({ study: z.string() });

async function studyCall(bench: Bench): Promise<Kept> {
  const { context, random, task } = bench;
  const { study } = context.store.db.one(
    studyRow,
    `SELECT study_pseudonym AS study FROM slices JOIN source_slices ON slice_id = slices.id
     JOIN sources ON sources.id = source_id WHERE root = :root`,
    { root: task.openStudy },
  );
  const finding = { label: 'none' as const, bleeds: [], confidence: random.integer(1, 5), note: `turn ${bench.turn}` };
  const { call } = recordStudyCall(context, { study, reader, predictionVisible: false, ...finding });
  return kept(bench, [['study_calls', call.id]]);
}

/** Says that an act has come to its later part each time that something is about to be committed. */
const beforeCommits =
  (act: Act): Act =>
  (bench) => {
    const { store } = bench.context;
    const watched = new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (name === 'transaction') {
          return <T>(work: () => T): T => {
            bench.late();
            return target.transaction(work);
          };
        }
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return act({ ...bench, context: { ...bench.context, store: watched } });
  };

/** Says so once an export asks for the key, which is when all is made and nothing of it written. */
const beforeFiles =
  (act: Act): Act =>
  (bench) => {
    const { signingKey } = bench.context;
    const watched = () => {
      bench.late();
      return signingKey();
    };
    return act({ ...bench, context: { ...bench.context, signingKey: watched } });
  };

async function importSet(bench: Bench): Promise<Kept> {
  const { context, compute, random, task } = bench;
  const { token } = await checkImport(context, compute, { folder: random.pick(task.sets) });
  return kept(bench, [['sources', commitImport(context, { token, reader }).sourceId]]);
}

async function importStudy(bench: Bench): Promise<Kept> {
  const { context, compute, random, task } = bench;
  const { sourceId } = await openStudy(context, compute, { folder: random.pick(task.studies), reader });
  return kept(bench, [['sources', sourceId]]);
}

async function correct(bench: Bench): Promise<Kept> {
  const { context, random } = bench;
  const input = { sliceId: random.pick(sliceIds(bench)), reader, modelId: null, label: random.pick(LABELS) };
  return kept(bench, [['reads', recordUnshownRead(context, { ...input, reason: null }).read.id]]);
}

async function freeze(bench: Bench): Promise<Kept> {
  const { id } = freezeDataset(bench.context, { note: `turn ${bench.turn}`, reader });
  return kept(bench, [['dataset_versions', id]]);
}

async function train(bench: Bench): Promise<Kept> {
  const { context, compute, random } = bench;
  const settings = { seed: random.nextUint32(), rounds: 2 };
  const prepared = prepareTraining(context, { datasetId: 1, architecture: 'compact', settings, reader });
  let late = false;
  const { run, modelId } = await runTraining(context, compute, prepared, {
    onProgress: ({ message }) => {
      if (!late && message.startsWith('Round')) bench.late();
      late ||= message.startsWith('Round');
    },
  });
  if (run.status !== 'finished' || modelId === null) throw new Error(`The training ended ${run.status}: ${run.reason}`);
  return kept(bench, [
    ['training_runs', run.id],
    ['models', modelId],
  ]);
}

async function promote(bench: Bench): Promise<Kept> {
  const { context, random } = bench;
  const models = listModelRows(context.store.db);
  promoteModel(context, { modelId: random.pick(models).id, reader, note: `turn ${bench.turn}` });
  const { id } = context.store.db.one(idRow, 'SELECT max(id) AS id FROM promotions');
  return kept(bench, [['promotions', id]]);
}

/** A new name in the folder of exports; the process and the turn tell it apart. */
const outName = ({ task, turn }: Bench, name: string): string => path.join(task.out, `${process.pid}-${turn}-${name}`);

async function dataset(bench: Bench): Promise<Kept> {
  const { context, compute, random, task } = bench;
  const datasetId = newestDatasetVersion(context.store.db)?.id ?? 0;
  const images = random.pick(['copy', 'link'] as const);
  return kept(
    bench,
    [],
    [(await exportDataset(context, compute, { datasetId, folder: task.out, images, reader })).folder],
  );
}

async function audit(bench: Bench): Promise<Kept> {
  return kept(bench, [], [exportAudit(bench.context, { path: outName(bench, 'audit.csv'), reader }).path]);
}

async function reports(bench: Bench): Promise<Kept> {
  const { context, compute, task } = bench;
  const sourceId = findSourceByRoot(context.store.db, 'study', task.openStudy)?.id ?? 0;
  const request = { sourceId, folder: task.out, reader, identifiers: 'pseudonyms' as const };
  return kept(bench, [], [(await exportReports(context, compute, request)).folder]);
}

async function studyCalls(bench: Bench): Promise<Kept> {
  return kept(bench, [], [exportStudyCalls(bench.context, { path: outName(bench, 'studies.csv'), reader }).path]);
}

async function marks(bench: Bench): Promise<Kept> {
  const csv = outName(bench, 'marks.csv');
  const json = outName(bench, 'marks.json');
  exportMarks(bench.context, { csv, json, of: null, reader });
  return kept(bench, [], [csv, json]);
}

async function readers(bench: Bench): Promise<Kept> {
  const request = { folder: outName(bench, 'readers'), reads: 'last' as const, reader };
  return kept(bench, [], exportReaders(bench.context, request).files);
}

async function card(bench: Bench): Promise<Kept> {
  const { context, compute } = bench;
  const request = { modelId: 1, folder: outName(bench, 'card'), prevalence: 0.1, reader };
  return kept(bench, [], [(await exportModelCard(context, compute, request)).folder]);
}

/** `overread predict --csv`, which opens the project for itself. */
async function predictions(bench: Bench): Promise<Kept> {
  const { task, context } = bench;
  const csv = outName(bench, 'predictions.csv');
  closeProject(context);
  const output = { stdout: process.stderr, stderr: process.stderr };
  const places = { cwd: task.out, hostsFolder: '', appVersion: '0.1.0', json: true, signing: null };
  const session = createSession({ ...places, ...output, signal: new AbortController().signal });
  const options = { project: task.project, csv, heatmapMethod: 'grad-cam', identifiers: 'pseudonyms', reader } as const;
  await predictCommand({ ...session, compute: () => bench.compute }, task.openStudy, options);
  bench.context = openAsApp(task.project);
  return kept(bench, [], [csv]);
}

/** The acts of each stage by name. Opening an old project, the one act of a migration, is the process's own. */
export const ACTS: Readonly<Record<Stage, Readonly<Record<string, Act>>>> = {
  import: { 'labelled set': beforeCommits(importSet), study: beforeCommits(importStudy) },
  reads: {
    read,
    bulk,
    undo: unlessRefused(step(undoAct)),
    redo: unlessRefused(step(redoAct)),
    mark,
    'study call': studyCall,
  },
  freeze: { correct, freeze },
  training: { train },
  promotion: { promote },
  export: {
    'data set': beforeFiles(dataset),
    'audit report': beforeFiles(audit),
    'structured reports': beforeFiles(reports),
    'study calls': beforeFiles(studyCalls),
    marks: beforeFiles(marks),
    readers: beforeFiles(readers),
    'model card': beforeFiles(card),
    predictions,
  },
  migration: {},
};
