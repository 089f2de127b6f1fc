import type { FileHeader } from '../../../src/study/file-header.ts';
import { inspectDicom } from './dicom/decode-dicom.ts';
import { sha256Of } from './pixel-hash.ts';
import { inspectPng } from './png/decode-png.ts';
import { isPng } from './png/png-chunks.ts';
import { withFile } from './read-file.ts';
import { asRefusal } from './refusal.ts';

/** What a file says of itself, or why it cannot be decoded; one of the three is set. */
export interface Inspection {
  readonly header: FileHeader | null;
  readonly refusal: { code: string; message: string } | null;
  /** The files that a DICOMDIR lists, as paths below its own folder: no slice and no error. */
  readonly listedFiles: readonly string[] | null;
}

/** Inspects a file's bytes without decoding its pixels, but those of a file that was cut off. Never throws for what the bytes hold. */
export async function inspectBytes(bytes: Uint8Array): Promise<Inspection> {
  try {
    const found = isPng(bytes) ? { header: inspectPng(bytes) } : await inspectDicom(bytes);
    return { header: null, listedFiles: null, refusal: null, ...found };
  } catch (error) {
    const { code, message } = asRefusal(error, 'corrupt', 'The file cannot be read. Copy or export it again.');
    return { header: null, listedFiles: null, refusal: { code, message } };
  }
}

/**
 * Inspects a file: its SHA-256, size and header.
 * @throws DecodeRefusal only when the file itself cannot be read
 */
export function inspectFile(path: string): Promise<Inspection & { sha256: string; byteLength: number }> {
  return withFile(path, async (bytes) => ({
    sha256: sha256Of(bytes),
    byteLength: bytes.length,
    ...(await inspectBytes(bytes)),
  }));
}
