import type { DecodedFrame } from '../../../src/study/decoded-frame.ts';
import type { FileHeader } from '../../../src/study/file-header.ts';
import { type LookupTables, NO_TABLES } from '../../../src/study/lookup-tables.ts';
import { decodeDicom } from './dicom/decode-dicom.ts';
import { pixelSha256Of, sha256Of } from './pixel-hash.ts';
import { decodePng } from './png/decode-png.ts';
import { isPng } from './png/png-chunks.ts';
import { readWholeFile } from './read-file.ts';
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

/**
 * Decodes one frame (0-based) of a file. `sha256` is of the very bytes that were decoded.
 * @throws DecodeRefusal and nothing else
 */
export async function decodeFrame(
  path: string,
  frame: number,
): Promise<DecodedFile & { sha256: string; pixelSha256: string }> {
  const bytes = readWholeFile(path);
  const sha256 = sha256Of(bytes);
  const decoded = await decodeBytes(bytes, frame);
  return { sha256, pixelSha256: pixelSha256Of(decoded.image), ...decoded };
}
