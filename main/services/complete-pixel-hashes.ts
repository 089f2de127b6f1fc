import type { ComputeClient } from '../compute/compute-client.ts';
import { labelledSlices } from '../store/labelled-slices.ts';
import { notePixelHash } from '../store/slices.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import { namingFile } from './naming-file.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Decodes the labelled slices that were never decoded (labelled from a table, not on the screen), so that the next freeze
 * knows their pixels. Usually there are none.
 * @throws SliceNotFound, ServiceError `changed` or with the code of a file that cannot be read: the freeze cannot be made while a file is not there
 */
export async function completePixelHashes(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const rows = labelledSlices(context.store.db).filter((row) => row.pixelSha256 === null);
  await inParallel(rows, READ_CONCURRENCY, async ({ sliceId }) => {
    options.signal?.throwIfAborted();
    const place = locateSlice(context, sliceId);
    const { path, frame } = place;
    const decoding = compute.request('decode', { path, frame }, { signal: options.signal });
    const decoded = await namingFile(place.file, decoding);
    requireSameBytes(place, decoded.sha256);
    notePixelHash(context.store.db, sliceId, decoded.pixelSha256);
  });
}
