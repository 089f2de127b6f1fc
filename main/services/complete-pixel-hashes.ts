import type { ComputeClient } from '../compute/compute-client.ts';
import { labelledSlices } from '../store/labelled-slices.ts';
import { notePixelHash } from '../store/slices.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import type { InputFailure } from './network-inputs.ts';
import type { ServiceContext } from './service-context.ts';
import { sliceFailure } from './slice-failure.ts';

/**
 * Decodes the labelled slices that were never decoded (labelled from a table, not on the screen), so that the next freeze
 * knows their pixels. Usually there are none. One whose file is gone, changed or unreadable is returned and does not stop its neighbours.
 * @throws the signal's reason, or ComputeAborted, when cancelled
 */
export async function completePixelHashes(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<InputFailure[]> {
  const rows = labelledSlices(context.store.db).filter((row) => row.pixelSha256 === null);
  const failures: InputFailure[] = [];
  await inParallel(rows, READ_CONCURRENCY, async ({ sliceId }) => {
    options.signal?.throwIfAborted();
    try {
      const place = locateSlice(context, sliceId);
      const { path, frame } = place;
      const decoded = await compute.request('decode', { path, frame }, { signal: options.signal });
      requireSameBytes(place, decoded.sha256);
      notePixelHash(context.store.db, sliceId, decoded.pixelSha256);
    } catch (error) {
      failures.push(sliceFailure(context, sliceId, error));
    }
  });
  return failures;
}
