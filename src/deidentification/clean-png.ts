import { concatenate } from '../collections/concatenate.ts';

/** Chunks that draw the picture (PNG third edition, sections 11.2 and 11.3), text, times and camera data left out. */
const DRAWING = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
);
const SIGNATURE_BYTES = 8;

/**
 * A PNG without the chunks that may name somebody: texts, EXIF, times, and whatever no standard knows. The picture is as it
 * was, chunk by chunk. The name of the program that wrote it says nothing of a patient and stays.
 * @returns the same array where there is nothing to take out; null where the file breaks off within a chunk
 */
export function cleanPng(bytes: Uint8Array): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, SIGNATURE_BYTES)];
  let offset = SIGNATURE_BYTES;
  while (offset < bytes.length) {
    if (offset + 12 > bytes.length) return null;
    const end = offset + 12 + view.getUint32(offset);
    if (end > bytes.length) return null;
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const chunk = bytes.subarray(offset, end);
    if (DRAWING.has(type) || (type === 'tEXt' && namesSoftware(chunk))) kept.push(chunk);
    offset = end;
    // What stands behind the end is no part of the picture.
    if (type === 'IEND') break;
  }
  const length = kept.reduce((sum, chunk) => sum + chunk.length, 0);
  return length === bytes.length ? bytes : concatenate(kept);
}

/** The whole text of the chunk is a short name under the standard's keyword for programs. */
function namesSoftware(chunk: Uint8Array): boolean {
  if (chunk.length > 80) return false;
  return /^Software\0[A-Za-z][A-Za-z .-]{0,39}$/.test(String.fromCharCode(...chunk.subarray(8, -4)));
}
