import { z } from 'zod';
import { type Preprocessing, preprocessingSchema } from '../../src/prediction/preprocessing.ts';
import { type Architecture, architectureSchema } from '../../src/training/architecture.ts';
import {
  type EpochRecord,
  epochRecordSchema,
  type TrainingSettings,
  trainingSettingsSchema,
} from '../../src/training/training-settings.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

export const RUN_STATUSES = ['running', 'finished', 'stopped', 'diverged', 'failed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

const runRow = z
  .object({
    id: z.number(),
    dataset_version_id: z.number(),
    split_id: z.number(),
    architecture_json: json(architectureSchema),
    preprocessing_json: json(preprocessingSchema),
    settings_json: json(trainingSettingsSchema),
    source_ids_json: json(z.array(z.number().int())).nullable(),
    status: z.enum(RUN_STATUSES),
    reason: z.string().nullable(),
    epochs_json: json(z.array(epochRecordSchema)),
    started_ms: z.number(),
    finished_ms: z.number().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    datasetVersionId: row.dataset_version_id,
    splitId: row.split_id,
    architecture: row.architecture_json,
    preprocessing: row.preprocessing_json,
    settings: row.settings_json,
    /** The sources that it learnt from; null for all. */
    sourceIds: row.source_ids_json,
    status: row.status,
    reason: row.reason,
    epochs: row.epochs_json,
    startedMs: row.started_ms,
    finishedMs: row.finished_ms,
  }));
export type RunRow = z.output<typeof runRow>;

export interface NewRun {
  readonly datasetVersionId: number;
  readonly splitId: number;
  readonly architecture: Architecture;
  readonly preprocessing: Preprocessing;
  readonly settings: TrainingSettings;
  readonly sourceIds: readonly number[] | null;
  readonly startedMs: number;
}

/** Adds a run in state `running` and returns its id. */
export function insertRun(db: Connection, run: NewRun): number {
  const { lastId } = db.run(
    `INSERT INTO training_runs (dataset_version_id, split_id, architecture_json, preprocessing_json, settings_json,
       source_ids_json, status, reason, epochs_json, started_ms, finished_ms)
     VALUES (:datasetVersionId, :splitId, :architecture, :preprocessing, :settings, :sourceIds, 'running', NULL, '[]', :startedMs, NULL)`,
    {
      datasetVersionId: run.datasetVersionId,
      splitId: run.splitId,
      architecture: JSON.stringify(run.architecture),
      preprocessing: JSON.stringify(run.preprocessing),
      settings: JSON.stringify(run.settings),
      sourceIds: run.sourceIds === null ? null : JSON.stringify(run.sourceIds),
      startedMs: run.startedMs,
    },
  );
  return lastId;
}

/** Keeps the curves so far, so that a crash costs at most one round of them. */
export function saveEpochs(db: Connection, runId: number, epochs: readonly EpochRecord[]): void {
  db.run('UPDATE training_runs SET epochs_json = :epochs WHERE id = :runId', { epochs: JSON.stringify(epochs), runId });
}

export function endRun(
  db: Connection,
  runId: number,
  end: { status: Exclude<RunStatus, 'running'>; reason: string | null; finishedMs: number },
): void {
  db.run('UPDATE training_runs SET status = :status, reason = :reason, finished_ms = :finishedMs WHERE id = :runId', {
    ...end,
    runId,
  });
}

/** Has a run that had ended run again. */
export function restartRun(db: Connection, runId: number): void {
  db.run(`UPDATE training_runs SET status = 'running', reason = NULL, finished_ms = NULL WHERE id = :runId`, { runId });
}

export function findRun(db: Connection, runId: number): RunRow | null {
  return db.get(runRow, 'SELECT * FROM training_runs WHERE id = :runId', { runId });
}

/** All runs, newest first. */
export function listRuns(db: Connection): RunRow[] {
  return db.all(runRow, 'SELECT * FROM training_runs ORDER BY id DESC');
}

/** Runs that have not been ended. */
export function runningRunIds(db: Connection): number[] {
  return db
    .all(z.object({ id: z.number() }), `SELECT id FROM training_runs WHERE status = 'running'`)
    .map(({ id }) => id);
}

/** Runs that have ended, whatever they left. */
export function endedRunIds(db: Connection): number[] {
  return db
    .all(z.object({ id: z.number() }), "SELECT id FROM training_runs WHERE status <> 'running' ORDER BY id")
    .map(({ id }) => id);
}
