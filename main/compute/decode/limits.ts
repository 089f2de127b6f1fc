import { DecodeRefusal } from './refusal.ts';

/** Longest side of a picture in pixels. A CT slice has 512 or 1024; a radiograph seldom more than 5000. */
export const MAX_SIDE_PX = 16_384;
/** Most pixels of one frame. */
export const MAX_PIXELS = 64 * 1024 * 1024;
/** Largest file that is read. */
export const MAX_FILE_BYTES = 1024 * 1024 * 1024;

/**
 * Bytes that a deflated data set may unpack to. Pictures pack 2 to 10 times, and deflate at most 1,032 times: what unpacks
 * to far more than it is long was made to fill the memory.
 */
export function maxInflatedBytes(packedBytes: number): number {
  return Math.min(MAX_FILE_BYTES, Math.max(128 * 1024 * 1024, 64 * packedBytes));
}

/** Pixels that a compressed frame of any length may have: a second or two of decoding. */
const FREE_PIXELS = 8 * 1024 * 1024;
/** Even a picture without detail seldom has more for each byte. */
const MAX_PIXELS_PER_BYTE = 1000;

/** Refuses a compressed frame of a few KiB that says to be a giant picture, which would take half a minute to decode. */
export function checkExpansion(packedBytes: number, rows: number, columns: number): void {
  if (rows * columns <= Math.max(FREE_PIXELS, packedBytes * MAX_PIXELS_PER_BYTE)) return;
  throw new DecodeRefusal(
    'too-large',
    `The compressed pixels are ${packedBytes} bytes and say to be ${columns} x ${rows} pixels. Export the file uncompressed.`,
  );
}

/** Most frames of one file. */
export const MAX_FRAMES = 65_536;

/** Refuses a picture without pixels, or larger than what is decoded, before anything is allocated for it. */
export function checkDimensions(rows: number, columns: number): void {
  if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows > 0 && columns > 0)) {
    throw new DecodeRefusal('corrupt', `The header gives a picture of ${columns} x ${rows} pixels. Export it again.`);
  }
  if (rows > MAX_SIDE_PX || columns > MAX_SIDE_PX || rows * columns > MAX_PIXELS) {
    throw new DecodeRefusal(
      'too-large',
      `The picture is ${columns} x ${rows} pixels; the limit is ${MAX_SIDE_PX} a side and ${MAX_PIXELS} in all. ` +
        'Export it smaller.',
    );
  }
}
