import type { SliceStatistics } from '../../src/shortcuts/slice-statistics.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { saveSliceStatistics, statisticsOfSlices } from '../store/slice-statistics.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import type { InputFailure } from './network-inputs.ts';
import type { ServiceContext } from './service-context.ts';
import { sliceFailure } from './slice-failure.ts';

export interface MeasureOptions {
  readonly signal?: AbortSignal | undefined;
  /** Slices measured so far, of those that were not known. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface MeasuredSlices {
  /** By slice id. */
  readonly statistics: ReadonlyMap<number, SliceStatistics>;
  readonly failures: readonly InputFailure[];
}

/**
 * What there is to measure of each slice's picture; what was measured before is taken from the store, the rest is read now
 * and kept. A slice whose file is gone, changed or unreadable is named in `failures` and does not stop its neighbours.
 * @throws the signal's reason, or ComputeAborted, when cancelled; what was measured until then is kept
 */
export async function measureSlices(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  sliceIds: readonly number[],
  options: MeasureOptions = {},
): Promise<MeasuredSlices> {
  const { db } = context.store;
  const statistics = statisticsOfSlices(db, sliceIds);
  const unknown = sliceIds.filter((sliceId) => !statistics.has(sliceId));
  const failures: InputFailure[] = [];
  let done = 0;
  await inParallel(unknown, READ_CONCURRENCY, async (sliceId) => {
    options.signal?.throwIfAborted();
    try {
      const measured = await measureSlice(context, compute, sliceId, options.signal);
      statistics.set(sliceId, measured);
      if (!context.store.readOnly) saveSliceStatistics(db, sliceId, measured);
    } catch (error) {
      failures.push(sliceFailure(context, sliceId, error));
    }
    done += 1;
    options.onProgress?.(done, unknown.length);
  });
  return { statistics, failures };
}

async function measureSlice(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  sliceId: number,
  signal: AbortSignal | undefined,
): Promise<SliceStatistics> {
  const place = locateSlice(context, sliceId);
  const { path, frame } = place;
  const reply = await compute.request('slice-statistics', { path, frame }, { signal, priority: 'background' });
  requireSameBytes(place, reply.sha256);
  return reply.statistics;
}
