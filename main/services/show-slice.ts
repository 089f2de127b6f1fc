import type { ShownSlice } from '../../src/study/shown-slice.ts';
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
  const { sha256, pixelSha256, metadata, body } = await cache.get(place, 'interactive');
  requireSameBytes(place, sha256);
  notes.add(sliceId, pixelSha256);
  return { metadata, body };
}
