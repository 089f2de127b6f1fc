import path from 'node:path';
import { ensembleFolds, memberCount } from '../../src/training/ensemble.ts';
import { timeLeftMs } from '../../src/training/time-left.ts';
import type { EpochRecord } from '../../src/training/training-settings.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import type { OperationOutput, OperationProgress } from '../compute/protocol.ts';
import { type RunRow, saveEpochs } from '../store/training-runs.ts';
import { toTrainingRun } from './list-models.ts';
import { networkInputs } from './network-inputs.ts';
import { concatenate } from './predict-slices.ts';
import type { PreparedRun } from './prepare-training.ts';
import { requireRun } from './require-run.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import type { SplitMember } from './split-dataset.ts';
import { storeTrainingFailure, storeTrainingResult } from './store-training-result.ts';

export interface TrainOptions {
  /** Aborting ends the run after the step at hand and keeps what was learnt. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrainProgress) => void) | undefined;
}

export interface TrainProgress {
  readonly message: string;
  readonly done: number;
  readonly total: number;
  readonly etaMs: number | null;
}

/**
 * Reads the slices, trains in the training child, and stores the model. A crash, a loss that diverges or a slice that
 * is gone ends the run with its reason in the run's row and in the log; it never throws for those.
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
  const weightsFile = path.join('models', `${modelName}.safetensors`);
  let modelId: number | null = null;
  try {
    const file = path.join(context.store.folder, weightsFile);
    const result = await learnFromRecord(context, compute, prepared, file, options, keepEpochs(context, run));
    modelId = storeTrainingResult(context, prepared, result, modelName, weightsFile);
  } catch (error) {
    storeTrainingFailure(context, prepared, error);
  }
  context.notify({ kind: 'trained', runId: run.id, modelId });
  return { run: requireRun(context, run.id), modelId };
}

/**
 * The training that a run's record describes, into a weights file. Stores nothing of it.
 * @param onEpoch what else is done with each round
 */
export async function learnFromRecord(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedRun,
  weightsPath: string,
  options: TrainOptions,
  onEpoch: EpochWatcher = () => {},
): Promise<OperationOutput<'train'>> {
  const { run } = prepared;
  const training = await labelledInputs(context, compute, prepared, 'training', options);
  const validation = await labelledInputs(context, compute, prepared, 'validation', options);
  const folds = ensembleFolds(
    prepared.members.filter((member) => member.part === 'training'),
    run.settings,
  );
  const track = trackProgress(run, options, onEpoch);
  return compute.request(
    'train',
    {
      architecture: run.architecture,
      settings: run.settings,
      training,
      validation,
      ...(folds && { folds }),
      weightsPath,
    },
    { signal: options.signal, onProgress: track },
  );
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
function keepEpochs(context: ServiceContext, run: RunRow): EpochWatcher {
  const epochs: EpochRecord[] = [];
  return (epoch, etaMs) => {
    epochs.push(epoch);
    saveEpochs(context.store.db, run.id, epochs);
    context.notify({ kind: 'training', run: toTrainingRun(context, requireRun(context, run.id)), etaMs });
  };
}

function trackProgress(
  run: RunRow,
  options: TrainOptions,
  onEpoch: EpochWatcher,
): (progress: OperationProgress<'train'>) => void {
  const recentMsPerStep: number[] = [];
  let etaMs: number | null = null;
  return (progress) => {
    if (progress.kind === 'epoch') {
      onEpoch(progress.epoch, etaMs);
      return;
    }
    if (progress.kind === 'checkpoint') return;
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
