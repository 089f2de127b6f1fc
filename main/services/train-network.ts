import path from 'node:path';
import { DEFAULT_THRESHOLD } from '../../src/prediction/call.ts';
import { type InputDomain, inputDomain } from '../../src/prediction/domain-match.ts';
import { createSeededRandom } from '../../src/random/seeded-random.ts';
import type { ArchitectureName } from '../../src/training/architecture.ts';
import { ARCHITECTURES } from '../../src/training/architectures.ts';
import { preprocessingFor } from '../../src/training/default-preprocessing.ts';
import { defaultTrainingSettings } from '../../src/training/default-settings.ts';
import { timeLeftMs } from '../../src/training/time-left.ts';
import type { EpochRecord, TrainingSettings } from '../../src/training/training-settings.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import type { OperationOutput, OperationProgress } from '../compute/protocol.ts';
import { findDatasetVersion } from '../store/dataset-versions.ts';
import { insertModel, type ModelDomain } from '../store/models.ts';
import { headersOfSlices, syntheticAmong } from '../store/slices.ts';
import { endRun, findRun, insertRun, type RunRow, saveEpochs } from '../store/training-runs.ts';
import { toTrainingRun } from './list-models.ts';
import { networkInputs } from './network-inputs.ts';
import { concatenate } from './predict-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { type SplitMember, splitDataset } from './split-dataset.ts';

export interface TrainRequest {
  readonly datasetId: number;
  readonly architecture: ArchitectureName;
  /** What is not said is the architecture's default; without a seed one is drawn, and stored. */
  readonly settings: { readonly [K in keyof TrainingSettings]?: TrainingSettings[K] | undefined };
  readonly reader: string | null;
}

/** A run that has its rows and its audit entry, and has not begun to learn. */
export interface PreparedRun {
  readonly run: RunRow;
  readonly members: readonly SplitMember[];
  readonly reader: string | null;
}

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

/** Splits the data set version, stores the run, and says so in the log: from here on it can be traced. */
export function prepareTraining(context: ServiceContext, request: TrainRequest): PreparedRun {
  const architecture = ARCHITECTURES[request.architecture];
  const seed = request.settings.seed ?? createSeededRandom(Date.now() >>> 0).nextUint32();
  const settings = { ...defaultTrainingSettings(architecture, seed), ...withoutUndefined(request.settings), seed };
  return context.store.transaction(() => {
    const dataset = findDatasetVersion(context.store.db, request.datasetId);
    if (!dataset)
      throw new ServiceError('no-dataset', `There is no data set version ${request.datasetId}. Freeze one first.`);
    const split = splitDataset(context, { datasetVersionId: dataset.id, seed });
    requireBothClasses(split.members);
    const runId = insertRun(context.store.db, {
      datasetVersionId: dataset.id,
      splitId: split.id,
      architecture,
      preprocessing: preprocessingFor(architecture),
      settings,
      startedMs: context.clock().getTime(),
    });
    appendEntry(context, {
      event: 'training-started',
      reader: request.reader,
      run: runId,
      datasetVersion: dataset.name,
      manifestSha256: dataset.manifestSha256,
      architecture: architecture.name,
      seed,
      rounds: settings.rounds,
      training: countPart(split.members, 'training'),
      validation: countPart(split.members, 'validation'),
      heldOut: countPart(split.members, 'held-out'),
    });
    return { run: requireRun(context, runId), members: split.members, reader: request.reader };
  });
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
    const result = await learn(context, compute, prepared, path.join(context.store.folder, weightsFile), options);
    modelId = storeResult(context, prepared, result, modelName, weightsFile);
  } catch (error) {
    storeFailure(context, prepared, error);
  }
  context.notify({ kind: 'trained', runId: run.id, modelId });
  return { run: requireRun(context, run.id), modelId };
}

async function learn(
  context: ServiceContext,
  compute: ComputeClient,
  prepared: PreparedRun,
  weightsPath: string,
  options: TrainOptions,
): Promise<OperationOutput<'train'>> {
  const { run } = prepared;
  const training = await labelledInputs(context, compute, prepared, 'training', options);
  const validation = await labelledInputs(context, compute, prepared, 'validation', options);
  const track = trackProgress(context, run, options);
  return compute.request(
    'train',
    { architecture: run.architecture, settings: run.settings, training, validation, weightsPath },
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

function trackProgress(
  context: ServiceContext,
  run: RunRow,
  options: TrainOptions,
): (progress: OperationProgress<'train'>) => void {
  const epochs: EpochRecord[] = [];
  const recentMsPerStep: number[] = [];
  let etaMs: number | null = null;
  return (progress) => {
    if (progress.kind === 'epoch') {
      epochs.push(progress.epoch);
      saveEpochs(context.store.db, run.id, epochs);
      context.notify({ kind: 'training', run: toTrainingRun(context, requireRun(context, run.id)), etaMs });
      return;
    }
    recentMsPerStep.push(progress.msPerStep);
    if (recentMsPerStep.length > RECENT_STEPS) recentMsPerStep.shift();
    const done = (progress.epoch - 1) * progress.steps + progress.step;
    const total = run.settings.rounds * progress.steps;
    etaMs = timeLeftMs(recentMsPerStep, total - done);
    const message = `Round ${progress.epoch} of ${run.settings.rounds}, loss ${progress.loss.toFixed(3)}`;
    options.onProgress?.({ message, done, total, etaMs });
  };
}

function storeResult(
  context: ServiceContext,
  prepared: PreparedRun,
  result: OperationOutput<'train'>,
  modelName: string,
  weightsFile: string,
): number | null {
  const { run, members, reader } = prepared;
  const { store } = context;
  const { weightsSha256, weightsByteLength, heatmapScale } = result;
  const learnt =
    result.outcome !== 'diverged' && weightsSha256 !== null && weightsByteLength !== null && heatmapScale !== null;
  return store.transaction(() => {
    const now = context.clock().getTime();
    saveEpochs(store.db, run.id, result.epochs);
    endRun(store.db, run.id, { status: result.outcome, reason: result.reason, finishedMs: now });
    const taught = members.filter((member) => member.part !== 'held-out').map((member) => member.sliceId);
    const modelId = learnt
      ? insertModel(store.db, {
          runId: run.id,
          name: modelName,
          weightsFile,
          weightsSha256,
          weightsByteLength,
          threshold: DEFAULT_THRESHOLD,
          heatmapScale,
          domain: domainOf(context, taught),
          synthetic: syntheticAmong(store.db, taught),
          createdMs: now,
        })
      : null;
    appendEntry(context, {
      event: 'training-ended',
      reader,
      run: run.id,
      outcome: result.outcome,
      reason: result.reason,
      model: learnt ? modelName : null,
      weightsSha256: learnt ? weightsSha256 : null,
    });
    return modelId;
  });
}

function storeFailure(context: ServiceContext, prepared: PreparedRun, error: unknown): void {
  const stopped = error instanceof Error && (error.name === 'AbortError' || error.name === 'ComputeAborted');
  const outcome = stopped ? 'stopped' : 'failed';
  const reason = stopped ? 'Stopped before the first step.' : error instanceof Error ? error.message : String(error);
  context.store.transaction(() => {
    endRun(context.store.db, prepared.run.id, { status: outcome, reason, finishedMs: context.clock().getTime() });
    appendEntry(context, {
      event: 'training-ended',
      reader: prepared.reader,
      run: prepared.run.id,
      outcome,
      reason: stopped ? reason : 'See the run.',
      model: null,
      weightsSha256: null,
    });
  });
}

function domainOf(context: ServiceContext, sliceIds: readonly number[]): ModelDomain {
  const domains = new Set<InputDomain>();
  for (const { header, frame } of headersOfSlices(context.store.db, sliceIds)) domains.add(inputDomain(header, frame));
  const [only] = domains;
  return domains.size === 1 && only ? only : 'mixed';
}

function requireRun(context: ServiceContext, runId: number): RunRow {
  const run = findRun(context.store.db, runId);
  if (!run) throw new ServiceError('no-run', `There is no training run ${runId} in this project.`);
  return run;
}

function requireBothClasses(members: readonly SplitMember[]): void {
  for (const part of ['training', 'held-out'] as const) {
    for (const label of ['haemorrhage', 'none'] as const) {
      if (members.some((member) => member.part === part && member.label === label)) continue;
      const message = `The ${part} part has no slice labelled ${label}. Label more slices of both kinds, and freeze again.`;
      throw new ServiceError('too-few-slices', message);
    }
  }
}

function countPart(members: readonly SplitMember[], part: SplitMember['part']): number {
  return members.filter((member) => member.part === part).length;
}

function withoutUndefined(settings: TrainRequest['settings']): Partial<TrainingSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
