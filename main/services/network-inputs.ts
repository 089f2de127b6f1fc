import type { Preprocessing } from '../../src/prediction/preprocessing.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeAborted, ComputeError, plainWords } from '../compute/compute-errors.ts';
import { notePixelHash } from '../store/slices.ts';
import { inParallel } from './in-parallel.ts';
import { locateSlice, SliceNotFound } from './locate-slice.ts';
import type { ServiceContext } from './service-context.ts';

/** A slice that could not be turned into a network's input, and why, for a person. */
export interface InputFailure {
  readonly sliceId: number;
  readonly file: string;
  readonly code: string;
  readonly message: string;
}

export interface InputOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Slices that are decoded at the same time; a little more than there are decoding children, so that none waits. */
const CONCURRENCY = 4;

/**
 * What enters the network for each slice: [side, side, 1], 0..1. Every file is read now and must still have the bytes
 * that it was imported with. A slice that fails is named in `failures` and does not stop its neighbours.
 * @throws the signal's reason, or ComputeAborted, when cancelled
 */
export async function networkInputs(
  context: ServiceContext,
  compute: ComputeClient,
  sliceIds: readonly number[],
  preprocessing: Preprocessing,
  options: InputOptions = {},
): Promise<{ inputs: Map<number, Float32Array>; failures: InputFailure[] }> {
  const inputs = new Map<number, Float32Array>();
  const failures: InputFailure[] = [];
  let done = 0;
  await inParallel(sliceIds, CONCURRENCY, async (sliceId) => {
    options.signal?.throwIfAborted();
    const outcome = await networkInput(context, compute, sliceId, preprocessing, options.signal);
    if (outcome instanceof Float32Array) inputs.set(sliceId, outcome);
    else failures.push(outcome);
    done += 1;
    options.onProgress?.(done, sliceIds.length);
  });
  return { inputs, failures };
}

async function networkInput(
  context: ServiceContext,
  compute: ComputeClient,
  sliceId: number,
  preprocessing: Preprocessing,
  signal: AbortSignal | undefined,
): Promise<Float32Array | InputFailure> {
  let file = `slice ${sliceId}`;
  try {
    const place = locateSlice(context, sliceId);
    file = place.file;
    const reply = await compute.request(
      'network-input',
      { path: place.path, frame: place.frame, preprocessing },
      { signal, priority: 'background' },
    );
    if (reply.sha256 !== place.sha256) {
      const message = 'The file has changed since it was imported. Put the original back, or open its folder again.';
      return { sliceId, file, code: 'changed', message };
    }
    if (!context.store.readOnly) notePixelHash(context.store.db, sliceId, reply.pixelSha256);
    return reply.input;
  } catch (error) {
    if (error instanceof SliceNotFound) {
      return { sliceId, file: error.file ?? file, code: error.code, message: error.message };
    }
    if (error instanceof ComputeError && !(error instanceof ComputeAborted)) {
      return { sliceId, file, code: error.code, message: plainWords(error) };
    }
    throw error;
  }
}
