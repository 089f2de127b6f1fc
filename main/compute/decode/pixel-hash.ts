import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { type DecodedFrame, type StoredPixels, sampleTypeOf } from '../../../src/study/decoded-frame.ts';

/** SHA-256 of bytes, in lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The samples of a typed array as raw little-endian bytes; a view of the same memory on a little-endian machine. */
export function littleEndianBytes(pixels: StoredPixels): Uint8Array {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  if (endianness() === 'LE' || pixels.BYTES_PER_ELEMENT === 1) return bytes;
  const swapped = Buffer.from(bytes);
  if (pixels.BYTES_PER_ELEMENT === 2) return swapped.swap16();
  return pixels.BYTES_PER_ELEMENT === 4 ? swapped.swap32() : swapped.swap64();
}

/**
 * The decoded-pixel hash, version 1: SHA-256 over the line `overread-pixels-v1 <dtype> <rows> <columns> <samples>` in
 * ASCII, one line feed, then every sample as raw little-endian bytes, row by row, colour interleaved, exactly as
 * `decode` writes them. The definition is docs/decisions/pixel-hash.md; another form needs another version word.
 */
export function pixelSha256Of(frame: DecodedFrame): string {
  const { rows, columns, samples, pixels } = frame;
  return createHash('sha256')
    .update(`overread-pixels-v1 ${sampleTypeOf(pixels)} ${rows} ${columns} ${samples}\n`)
    .update(littleEndianBytes(pixels))
    .digest('hex');
}
