import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { memberCount } from '../../src/training/ensemble.ts';
import type { EpochRecord, TrainingSettings } from '../../src/training/training-settings.ts';
import { type CheckpointState, checkpointFile } from '../compute/checkpoint-state.ts';
import { namesIn } from '../store/durable-files.ts';
import { modelOfRun } from '../store/models.ts';
import { findRun, type RunRow } from '../store/training-runs.ts';
import type { ServiceContext } from './service-context.ts';

const folderOfAll = (context: ServiceContext): string => path.join(context.store.folder, 'checkpoints');

/** Where a run keeps its state while it learns. It is gone when the run ends, unless it was cut off. */
export const checkpointFolder = (context: ServiceContext, runId: number): string =>
  path.join(folderOfAll(context), `run-${runId}`);

/** Whether a run has something to be continued from. */
export function hasCheckpoint(context: ServiceContext, runId: number): boolean {
  return existsSync(checkpointFile(checkpointFolder(context, runId)));
}

/** Whether any run of the project left its state behind. */
export const hasCheckpoints = (context: ServiceContext): boolean => existsSync(folderOfAll(context));

/** Whether a run was cut off, left no model, and can be continued. */
export function isContinuable(context: ServiceContext, { id, status }: Pick<RunRow, 'id' | 'status'>): boolean {
  const cutOff = status === 'failed' || status === 'stopped';
  return cutOff && hasCheckpoint(context, id) && modelOfRun(context.store.db, id) === null;
}

export function removeCheckpoint(context: ServiceContext, runId: number): void {
  rmSync(checkpointFolder(context, runId), { recursive: true, force: true });
}

/**
 * Removes what a crash left of runs that had ended, or that this project does not have. A project that is open for reading
 * only is left as it is.
 */
export function removeStrayCheckpoints(context: ServiceContext): void {
  if (context.store.readOnly) return;
  const all = folderOfAll(context);
  for (const name of namesIn(all)) {
    const id = Number(/^run-(\d+)$/.exec(name)?.[1]);
    const run = Number.isInteger(id) ? findRun(context.store.db, id) : null;
    if (!run || !isContinuable(context, run)) rmSync(path.join(all, name), { recursive: true, force: true });
  }
}

/** The finished rounds that a checkpoint holds, as a run's record has them. */
export function epochsOf(
  { earlierEpochs, epochs, member }: CheckpointState,
  settings: TrainingSettings,
): readonly EpochRecord[] {
  const named = memberCount(settings) > 1 ? epochs.map((epoch) => ({ ...epoch, member: member + 1 })) : epochs;
  return [...earlierEpochs, ...named];
}
