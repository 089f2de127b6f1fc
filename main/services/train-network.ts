import path from 'node:path';
import { ensembleFolds, memberCount } from '../../src/training/ensemble.ts';
import { timeLeftMs } from '../../src/training/time-left.ts';
import type { EpochRecord } from '../../src/training/training-settings.ts';
import { readCheckpointState } from '../compute/checkpoint-state.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeAborted, ComputeCrashed } from '../compute/compute-errors.ts';
import type { OperationInput, OperationOutput, OperationProgress } from '../compute/protocol.ts';
import { StoreError } from '../store/store-error.ts';
import { type RunRow, saveEpochs } from '../store/training-runs.ts';
import { noteContinued, placeWords } from './continue-training.ts';
import { freeWeightsFile } from './free-weights-file.ts';
import { toTrainingRun } from './list-models.ts';
import { networkInputs } from './network-inputs.ts';
import { concatenate } from './predict-slices.ts';
import type { PreparedRun } from './prepare-training.ts';
import { requireRun } from './require-run.ts';
import { checkpointFolder, epochsOf, hasCheckpoint, removeCheckpoint } from './run-checkpoint.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import type { SplitMember } from './split-dataset.ts';
import { storeTrainingFailure, storeTrainingResult } from './store-training-result.ts';

export interface TrainOptions {
  /** Aborting ends the run after the step at hand and keeps what was learnt. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrainProgress) => void) | undefined;
  /** Time between two checkpoints; half a minute unless told. */
  readonly checkpointEveryMs?: number | undefined;
}

/** At most this much learning is lost when the app, or the machine, ends in the middle of it. */
const CHECKPOINT_EVERY_MS = 30_000;

export interface TrainProgress {
  readonly message: string;
  readonly done: number;
  readonly total: number;
  readonly etaMs: number | null;
}

/**
 * Reads the slices, trains in the training child, and stores the model. The run's state is kept on the disk meanwhile: where
 * the child crashes the run goes on from there, once. A second crash, a loss that diverges or a slice that
 * is gone ends the run with its reason in the run's row and in the log; it never throws for those. A run that left no model
 * keeps its state, so that it can be continued.
 * @returns the new model's id, null when the run left none
 */
export async function runTraining(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedRun,
  options: TrainOptions = {},
): Promise<{ run: RunRow; modelId: number | null }> {
  const { run } = prepared;
  const modelName = `${run.architecture.name}-${run.id}`;
  const weightsFile = freeWeightsFile(context.store.folder, modelName);
  let modelId: number | null = null;
  try {
    const file = path.join(context.store.folder, weightsFile);
    const result = await learnWithCheckpoints(context, compute, prepared, file, options);
    modelId = storeTrainingResult(context, prepared, result, modelName, weightsFile);
    removeCheckpoint(context, run.id);
  } catch (error) {
    storeTrainingFailure(context, prepared, error);
  }
  context.notify({ kind: 'trained', runId: run.id, modelId });
  return { run: requireRun(context, run.id), modelId };
}

/** Learns, and goes on from the checkpoint where the child crashes (once) or did not stop when it was asked to. */
async function learnWithCheckpoints(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedRun,
  weightsPath: string,
  options: TrainOptions,
): Promise<OperationOutput<'train'>> {
  const { run, reader } = prepared;
  const folder = checkpointFolder(context, run.id);
  const everyMs = options.checkpointEveryMs ?? CHECKPOINT_EVERY_MS;
  const job = await trainingJob(context, compute, prepared, weightsPath, options);
  const learn = async (checkpoint: { resume: boolean; stopAtOnce?: boolean }, signal: AbortSignal | undefined) => {
    const state = checkpoint.resume ? await readCheckpointState(folder) : null;
    const watch = keepEpochs(context, run, state ? epochsOf(state, run.settings) : []);
    const onProgress = trackProgress(context, run, options, watch);
    const request = { ...job, checkpoint: { folder, everyMs, ...checkpoint } };
    return compute.request('train', request, { signal, onProgress });
  };
  try {
    return await learn({ resume: prepared.continued ?? false }, options.signal);
  } catch (error) {
    const resume = hasCheckpoint(context, run.id);
    if (error instanceof ComputeAborted && options.signal?.aborted && resume) {
      const state = await readCheckpointState(folder);
      const result = await learn({ resume, stopAtOnce: true }, undefined);
      return { ...result, reason: state && `Stopped; what was learnt until ${placeWords(state)} is kept.` };
    }
    if (!(error instanceof ComputeCrashed)) throw error;
    const state = resume ? await readCheckpointState(folder) : null;
    context.store.transaction(() => noteContinued(context, run, reader, 'crashed', state));
    const where = state ? `from ${placeWords(state)}` : 'from its beginning';
    context.notify({
      kind: 'remark',
      message: `The process that trains ended by itself. Run ${run.id} goes on ${where}.`,
    });
    return learn({ resume: state !== null }, options.signal);
  }
}

/** The training that a run's record describes, into a weights file. Stores nothing of it. */
export async function learnFromRecord(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedRun,
  weightsPath: string,
  options: TrainOptions,
): Promise<OperationOutput<'train'>> {
  const onProgress = trackProgress(context, prepared.run, options, () => {});
  const job = await trainingJob(context, compute, prepared, weightsPath, options);
  return compute.request('train', job, { signal: options.signal, onProgress });
}

async function trainingJob(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedRun,
  weightsPath: string,
  options: TrainOptions,
): Promise<OperationInput<'train'>> {
  const { run } = prepared;
  const training = await labelledInputs(context, compute, prepared, 'training', options);
  const validation = await labelledInputs(context, compute, prepared, 'validation', options);
  const folds = ensembleFolds(
    prepared.members.filter((member) => member.part === 'training'),
    run.settings,
  );
  const { architecture, settings } = run;
  return { architecture, settings, training, validation, ...(folds && { folds }), weightsPath };
}

async function labelledInputs(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedRun,
  part: SplitMember['part'],
  options: TrainOptions,
): Promise<{ inputs: Float32Array; labels: Uint8Array }> {
  const members = prepared.members.filter((member) => member.part === part);
  const { inputs, failures } = await networkInputs(
    context,
    compute,
    members.map((member) => member.sliceId),
    prepared.run.preprocessing,
    {
      signal: options.signal,
      onProgress: (done, total) =>
        options.onProgress?.({ message: `Reading the ${part} slices`, done, total, etaMs: null }),
    },
  );
  const [first] = failures;
  if (first) {
    const others = failures.length > 1 ? ` (and ${failures.length - 1} more)` : '';
    const message = `${first.file}${others} cannot be read: ${first.message} A data set version trains with all its slices or not at all.`;
    throw new ServiceError('slices-missing', message);
  }
  return {
    inputs: concatenate(members.map((member) => inputs.get(member.sliceId) ?? new Float32Array())),
    labels: Uint8Array.from(members, (member) => (member.label === 'haemorrhage' ? 1 : 0)),
  };
}

/** Steps whose durations the time left is taken from. */
const RECENT_STEPS = 24;

type EpochWatcher = (epoch: EpochRecord, etaMs: number | null) => void;

/** Keeps the curves of a run as they grow, and shows them. */
function keepEpochs(context: ServiceContext, run: RunRow, earlier: readonly EpochRecord[]): EpochWatcher {
  const epochs: EpochRecord[] = [...earlier];
  let told = false;
  return (epoch, etaMs) => {
    epochs.push(epoch);
    try {
      saveEpochs(context.store.db, run.id, epochs);
    } catch (error) {
      // A full disk does not end a training: the whole curve is stored with its result.
      if (!(error instanceof StoreError)) throw error;
      if (!told) context.notify({ kind: 'remark', message: `Run ${run.id} learns on. ${error.message}` });
      told = true;
      return;
    }
    context.notify({ kind: 'training', run: toTrainingRun(context, requireRun(context, run.id)), etaMs });
  };
}

function trackProgress(
  context: ServiceContext,
  run: RunRow,
  options: TrainOptions,
  onEpoch: EpochWatcher,
): (progress: OperationProgress<'train'>) => void {
  const recentMsPerStep: number[] = [];
  let etaMs: number | null = null;
  let warned = false;
  return (progress) => {
    if (progress.kind === 'epoch') {
      onEpoch(progress.epoch, etaMs);
      return;
    }
    if (progress.kind === 'checkpoint') {
      if (progress.error === null || warned) return;
      warned = true;
      const message = `Run ${run.id} learns on, and could not be continued after a crash: its checkpoint was not written. ${progress.error}`;
      context.notify({ kind: 'remark', message });
      return;
    }
    recentMsPerStep.push(progress.msPerStep);
    if (recentMsPerStep.length > RECENT_STEPS) recentMsPerStep.shift();
    const { member = 1, epoch, step, steps, loss } = progress;
    const { rounds } = run.settings;
    const networks = memberCount(run.settings);
    const done = ((member - 1) * rounds + epoch - 1) * steps + step;
    const total = networks * rounds * steps;
    etaMs = timeLeftMs(recentMsPerStep, total - done);
    const which = networks > 1 ? `Network ${member} of ${networks}, round` : 'Round';
    const message = `${which} ${epoch} of ${rounds}, loss ${loss.toFixed(3)}`;
    options.onProgress?.({ message, done, total, etaMs });
  };
}
