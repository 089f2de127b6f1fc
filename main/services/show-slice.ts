import type { ComputeClient } from '../compute/compute-client.ts';
import type { Priority } from '../compute/host-pool.ts';
import type { OperationOutput } from '../compute/protocol.ts';
import { hashOfFile } from './hash-of-file.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import type { PixelHashNotes } from './pixel-hash-notes.ts';
import type { ServiceContext } from './service-context.ts';

/** A slice as the viewer draws it; the body is null where it went straight to the window. */
export type AnsweredSlice = Pick<OperationOutput<'shown-slice'>, 'metadata' | 'body'>;

/**
 * Decodes a slice for the viewer. Its file must still hold the bytes that the slice is known by; what was delivered of others is
 * dropped by the window, which is told that it failed.
 * @param how ticket: see Delivery; null to have the body in the answer
 * @throws SliceNotFound, ServiceError `changed`, or the decoder's refusal
 */
export async function showSlice(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  notes: PixelHashNotes,
  sliceId: number,
  { ticket, priority = 'interactive' }: { readonly ticket: string | null; readonly priority?: Priority },
): Promise<AnsweredSlice> {
  const place = locateSlice(context, sliceId);
  const { path, frame } = place;
  const decoding = compute.request('shown-slice', { path, frame, ticket }, { priority });
  const { sha256, pixelSha256, metadata, body } = await decoding.catch(async (error: unknown) => {
    // What cannot be decoded any more has been changed, which says more than why it cannot.
    requireSameBytes(place, await hashOfFile(place.path));
    throw error;
  });
  requireSameBytes(place, sha256);
  notes.add(sliceId, pixelSha256);
  return { metadata, body };
}
