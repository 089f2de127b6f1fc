import type { ShownSlice } from '../../src/study/shown-slice.ts';
import { hashOfFile } from './hash-of-file.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import type { PixelCache } from './pixel-cache.ts';
import type { PixelHashNotes } from './pixel-hash-notes.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * A slice as the viewer draws it. Its file must still hold the bytes that the slice is known by.
 * @throws SliceNotFound, ServiceError `changed`, or the decoder's refusal
 */
export async function showSlice(
  context: ServiceContext,
  cache: PixelCache,
  notes: PixelHashNotes,
  sliceId: number,
): Promise<ShownSlice> {
  const place = locateSlice(context, sliceId);
  const { sha256, pixelSha256, metadata, body } = await cache
    .get(place, 'interactive')
    .catch(async (error: unknown) => {
      // What cannot be decoded any more has been changed, which says more than why it cannot.
      requireSameBytes(place, await hashOfFile(place.path));
      throw error;
    });
  requireSameBytes(place, sha256);
  notes.add(sliceId, pixelSha256);
  return { metadata, body };
}
