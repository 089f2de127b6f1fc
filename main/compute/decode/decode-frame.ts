import type { DecodedFrame } from '../../../src/study/decoded-frame.ts';
import type { FileHeader } from '../../../src/study/file-header.ts';
import { type LookupTables, NO_TABLES } from '../../../src/study/lookup-tables.ts';
import { compactArrays } from '../compact-arrays.ts';
import { decodeDicom } from './dicom/decode-dicom.ts';
import { pixelSha256Of, sha256Of } from './pixel-hash.ts';
import { decodePng } from './png/decode-png.ts';
import { isPng } from './png/png-chunks.ts';
import { withFile } from './read-file.ts';
import { asRefusal, noSuchFrame } from './refusal.ts';

export interface DecodedFile {
  readonly header: FileHeader;
  readonly tables: LookupTables;
  readonly image: DecodedFrame;
}

/**
 * Decodes one frame (0-based) of a PNG or DICOM file's bytes to its stored values.
 * @throws DecodeRefusal and nothing else
 */
export async function decodeBytes(bytes: Uint8Array, frame: number): Promise<DecodedFile> {
  try {
    if (!isPng(bytes)) return await decodeDicom(bytes, frame);
    if (frame !== 0) throw noSuchFrame(1, frame);
    return { ...decodePng(bytes), tables: NO_TABLES };
  } catch (error) {
    throw asRefusal(error, 'corrupt', 'The file cannot be decoded. Copy or export it again.');
  }
}

/** A decoded file with the hashes of the very bytes that were decoded, and of the pixels. */
export type KnownFile = DecodedFile & { readonly sha256: string; readonly pixelSha256: string };

/**
 * Decodes one frame (0-based) of a file and lends it to `use`: its pixels may lie in the file's bytes, and those serve the next
 * file. What `use` gives must not hold them.
 * @throws DecodeRefusal; whatever `use` throws
 */
export function withFrame<T>(path: string, frame: number, use: (decoded: KnownFile) => T): Promise<T> {
  return withFile(path, async (bytes) => {
    const sha256 = sha256Of(bytes);
    const decoded = await decodeBytes(bytes, frame);
    return use({ sha256, pixelSha256: pixelSha256Of(decoded.image), ...decoded });
  });
}

/**
 * One frame (0-based) of a file, decoded into memory of its own.
 * @throws DecodeRefusal and nothing else
 */
export function decodeFrame(path: string, frame: number): Promise<KnownFile> {
  // What is a view of the file's bytes is copied.
  return withFrame(path, frame, compactArrays);
}
