import { callAt } from '../../src/prediction/call.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { insertPredictions, type PredictionRow } from '../store/predictions.ts';
import { slicePlaces } from '../store/slices.ts';
import { unopenedSlices } from '../store/test-sets.ts';
import type { LoadedModel } from './model-reference.ts';
import { type InputFailure, networkInputs } from './network-inputs.ts';
import { SEALED, sealedWords } from './sealed-slices.ts';
import type { ServiceContext } from './service-context.ts';

export interface PredictSlicesOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with each batch once it is stored. */
  readonly onBatch?: ((batch: PredictedBatch) => void) | undefined;
  /** These are the slices of a test set that is being opened: none is held back, and whoever opens it stores them. */
  readonly opensTestSet?: boolean | undefined;
  /** The answer is only compared with one that was given before: nothing is stored. */
  readonly notStored?: boolean | undefined;
}

export interface PredictedBatch {
  readonly predictions: readonly PredictionRow[];
  readonly failures: readonly InputFailure[];
  /** Slices dealt with so far, of `total`. */
  readonly done: number;
  readonly total: number;
}

/** Slices that go through the network at once. */
export const BATCH_SIZE = 16;

/**
 * Predicts slices in the order given and stores each batch as it comes. A slice that cannot be read is named in
 * `failures`; its neighbours go on. So is a slice of a sealed test set that was not opened with this model.
 */
export async function predictSlices(
  context: ServiceContext,
  compute: ComputeClient,
  model: LoadedModel,
  sliceIds: readonly number[],
  options: PredictSlicesOptions = {},
): Promise<{ predictions: PredictionRow[]; failures: InputFailure[] }> {
  const predictions: PredictionRow[] = [];
  const sealed = options.opensTestSet ? new Map() : unopenedSlices(context.store.db, model.row.id);
  const failures: InputFailure[] = sealedFailures(context, sliceIds, sealed);
  for (let start = 0; start < sliceIds.length; start += BATCH_SIZE) {
    options.signal?.throwIfAborted();
    const batch = sliceIds.slice(start, start + BATCH_SIZE).filter((sliceId) => !sealed.has(sliceId));
    const prepared = await networkInputs(context, compute, batch, model.run.preprocessing, { signal: options.signal });
    failures.push(...prepared.failures);
    const rows = await predictInputs(context, compute, model, prepared.inputs, options.signal);
    if (!context.store.readOnly && !options.opensTestSet && !options.notStored)
      context.store.transaction(() => insertPredictions(context.store.db, rows));
    predictions.push(...rows);
    const done = Math.min(start + BATCH_SIZE, sliceIds.length);
    options.onBatch?.({ predictions: rows, failures: prepared.failures, done, total: sliceIds.length });
  }
  return { predictions, failures };
}

function sealedFailures(
  context: ServiceContext,
  sliceIds: readonly number[],
  sealed: ReadonlyMap<number, string>,
): InputFailure[] {
  const held = sliceIds.filter((sliceId) => sealed.has(sliceId));
  const places = slicePlaces(context.store.db, held);
  return held.map((sliceId) => {
    const file = places.get(sliceId)?.file ?? `slice ${sliceId}`;
    return { sliceId, file, code: SEALED, message: sealedWords(sealed.get(sliceId) ?? '') };
  });
}

async function predictInputs(
  context: ServiceContext,
  compute: ComputeClient,
  model: LoadedModel,
  inputs: ReadonlyMap<number, Float32Array>,
  signal: AbortSignal | undefined,
): Promise<PredictionRow[]> {
  if (inputs.size === 0) return [];
  const { probabilities } = await compute.request(
    'predict',
    { model: model.reference, inputs: concatenate([...inputs.values()]), count: inputs.size },
    { signal, priority: 'background' },
  );
  const createdMs = context.clock().getTime();
  const { id: modelId, threshold } = model.row;
  return [...inputs.keys()].map((sliceId, index) => {
    const probability = probabilities[index] ?? Number.NaN;
    return { modelId, sliceId, probability, threshold, call: callAt(probability, threshold), createdMs };
  });
}

/** Arrays end to end. */
export function concatenate(arrays: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}
