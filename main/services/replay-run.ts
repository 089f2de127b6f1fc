import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ComputeClient } from '../compute/compute-client.ts';
import { predictionsOfModel } from '../store/predictions.ts';
import { loadModel } from './model-reference.ts';
import { networkInputs } from './network-inputs.ts';
import { BATCH_SIZE, concatenate } from './predict-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { ofSources } from './source-members.ts';
import { loadSplit } from './split-dataset.ts';
import { learnFromRecord, type TrainOptions } from './train-network.ts';

export interface Replay {
  readonly runId: number;
  readonly model: string;
  readonly weightsSha256: string;
  readonly replayedSha256: string;
  /** Whether the weights are the same, bit for bit. */
  readonly same: boolean;
  /** Slices whose stored prediction was compared with the replayed network's. */
  readonly compared: number;
  /** Largest difference of the two probabilities over them; null where none is stored. */
  readonly largestDifference: number | null;
}

export interface ReplayRequest {
  readonly modelId: number;
  readonly reader: string | null;
}

/**
 * Trains a model again from its run's record (data set version, split, architecture, preprocessing, settings and seed) and
 * compares: the weights bit for bit, and the probabilities on the slices whose predictions are stored. The replayed
 * weights lie in a temporary folder meanwhile, for the project may be open for reading only, and are not kept. On one machine the bits are the same; another processor or thread count takes other kernels.
 * @throws ServiceError `no-model`, `not-replayable` for a run that was stopped by hand, `replay-failed`, `slices-missing`
 */
export async function replayRun(
  context: ServiceContext,
  compute: ComputeClient,
  request: ReplayRequest,
  options: TrainOptions = {},
): Promise<Replay> {
  const { row, run } = loadModel(context, request.modelId);
  if (run.status !== 'finished') {
    const message = `Run ${run.id} was ${run.status} before its end, at a moment that no record can give again. Only finished runs can be replayed.`;
    throw new ServiceError('not-replayable', message);
  }
  const { members } = ofSources(context, loadSplit(context, run.splitId), run.sourceIds);
  const folder = await mkdtemp(path.join(tmpdir(), 'overread-replay-'));
  const weightsPath = path.join(folder, 'replay.safetensors');
  try {
    const prepared = { run, members, reader: request.reader, remarks: [] };
    const result = await learnFromRecord(context, compute, prepared, weightsPath, options);
    if (result.outcome !== 'finished' || result.weightsSha256 === null) {
      throw new ServiceError('replay-failed', `The replay ${result.outcome}. ${result.reason ?? ''}`.trim());
    }
    const replayed = {
      weightsPath,
      weightsSha256: result.weightsSha256,
      architecture: run.architecture,
      testTimeFlip: run.settings.testTimeFlip,
    };
    const difference = await compareProbabilities(context, compute, row.id, run.preprocessing, replayed, options);
    const same = result.weightsSha256 === row.weightsSha256;
    const facts = { weightsSha256: row.weightsSha256, replayedSha256: result.weightsSha256, same };
    if (!context.store.readOnly) {
      context.store.transaction(() =>
        appendEntry(context, { event: 'run-replayed', reader: request.reader, run: run.id, model: row.name, ...facts }),
      );
    }
    return { runId: run.id, model: row.name, ...facts, ...difference };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compareProbabilities(
  context: ServiceContext,
  compute: ComputeClient,
  modelId: number,
  preprocessing: Parameters<typeof networkInputs>[3],
  replayed: ReturnType<typeof loadModel>['reference'],
  options: TrainOptions,
): Promise<Pick<Replay, 'compared' | 'largestDifference'>> {
  const stored = predictionsOfModel(context.store.db, modelId);
  const sliceIds = [...stored.keys()];
  const differences: number[] = [];
  for (let start = 0; start < sliceIds.length; start += BATCH_SIZE) {
    const batch = sliceIds.slice(start, start + BATCH_SIZE);
    const { inputs } = await networkInputs(context, compute, batch, preprocessing, { signal: options.signal });
    if (inputs.size === 0) continue;
    const { probabilities } = await compute.request(
      'predict',
      { model: replayed, inputs: concatenate([...inputs.values()]), count: inputs.size },
      { signal: options.signal },
    );
    for (const [place, sliceId] of [...inputs.keys()].entries()) {
      const before = stored.get(sliceId)?.probability ?? Number.NaN;
      differences.push(Math.abs(before - (probabilities[place] ?? Number.NaN)));
    }
  }
  return { compared: differences.length, largestDifference: differences.length > 0 ? Math.max(...differences) : null };
}
