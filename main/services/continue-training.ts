import type { CheckpointState } from '../compute/checkpoint-state.ts';
import { readCheckpointState } from '../compute/checkpoint-state.ts';
import { listRuns, type RunRow, restartRun, saveEpochs } from '../store/training-runs.ts';
import type { PreparedRun } from './prepare-training.ts';
import { requireRun } from './require-run.ts';
import { checkpointFolder, epochsOf, hasCheckpoints, isContinuable, removeCheckpoint } from './run-checkpoint.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { ofSources } from './source-members.ts';
import { loadSplit, requireSoundSplit } from './split-dataset.ts';

interface RunRequest {
  readonly runId: number;
  readonly reader: string | null;
}

/** The newest run that was cut off and can be continued; null when there is none. */
export function newestContinuable(context: ServiceContext): RunRow | null {
  // Most projects have none, and their runs need not be read.
  if (!hasCheckpoints(context)) return null;
  return listRuns(context.store.db).find((run) => isContinuable(context, run)) ?? null;
}

/**
 * Sets a run that was cut off going again, from its checkpoint and with all that it began with, and says so in the log.
 * The split is checked against today's links and seals, as for a new run.
 * @throws ServiceError `no-run`, `not-continuable`, `split-leaks`, `sealed-in-split`
 */
export async function prepareContinuation(context: ServiceContext, request: RunRequest): Promise<PreparedRun> {
  const { run, state } = await requireContinuable(context, request.runId);
  return context.store.transaction(() => {
    const whole = loadSplit(context, run.splitId);
    requireSoundSplit(context, whole);
    const { members } = ofSources(context, whole, run.sourceIds);
    restartRun(context.store.db, run.id);
    saveEpochs(context.store.db, run.id, epochsOf(state, run.settings));
    noteContinued(context, run, request.reader, 'interrupted', state);
    const remarks = [`Run ${run.id} goes on from ${placeWords(state)}.`];
    return { run: requireRun(context, run.id), members, reader: request.reader, remarks, continued: true };
  });
}

/** Gives a run up that could have been continued: its checkpoint goes, its record stays. @throws as prepareContinuation */
export function discardCheckpoint(context: ServiceContext, request: RunRequest): void {
  const run = requireRun(context, request.runId);
  if (!isContinuable(context, run)) throw notContinuable(run.id);
  context.store.transaction(() => {
    appendEntry(context, { event: 'checkpoint-discarded', reader: request.reader, run: run.id });
  });
  removeCheckpoint(context, run.id);
}

/** Says in the log that a run goes on, from where, and why it had to; from its beginning where there is no state. */
export function noteContinued(
  context: ServiceContext,
  run: RunRow,
  reader: string | null,
  why: 'interrupted' | 'crashed',
  state: CheckpointState | null,
): void {
  appendEntry(context, {
    event: 'training-continued',
    reader,
    run: run.id,
    why,
    network: state ? state.member + 1 : 1,
    round: state?.epoch ?? 1,
    step: state?.step ?? 0,
  });
}

/** A place in a run, for a person. */
export const placeWords = ({ member, epoch, step }: CheckpointState): string =>
  `${member > 0 ? `network ${member + 1}, ` : ''}round ${epoch}, step ${step}`;

async function requireContinuable(
  context: ServiceContext,
  runId: number,
): Promise<{ run: RunRow; state: CheckpointState }> {
  const run = requireRun(context, runId);
  const state = isContinuable(context, run) ? await readCheckpointState(checkpointFolder(context, run.id)) : null;
  if (!state) throw notContinuable(run.id);
  return { run, state };
}

function notContinuable(runId: number): ServiceError {
  const message = `Run ${runId} has no checkpoint that it could be continued from. Start it again with the same seed.`;
  return new ServiceError('not-continuable', message);
}
