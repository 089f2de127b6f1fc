import { writeFileSync } from 'node:fs';
import { cleanPng } from '../../../src/deidentification/clean-png.ts';
import { deidentifyDicom, NotDeidentifiable } from '../../../src/deidentification/deidentify-dicom.ts';
import { ComputeError } from '../compute-errors.ts';
import { keyedUid } from '../keyed-name.ts';
import type { OperationOutput } from '../protocol.ts';
import type { ParsedInput } from '../serve-operations.ts';
import { sha256Of } from './pixel-hash.ts';
import { readWholeFile } from './read-file.ts';
import { wordsOf } from './refusal.ts';

type CleanFile = ParsedInput<'clean-file'>;

/**
 * Writes a file without what names somebody to `target`, on the disk when this returns; a part that an earlier try left there is
 * written over. Nothing is written where the bytes are not the expected ones, or have nothing in them that must go.
 * @throws ComputeError `not-deidentifiable`; DecodeRefusal as readWholeFile does; the system's error where the target cannot be written
 */
export function cleanFile(job: CleanFile): OperationOutput<'clean-file'> {
  const bytes = readWholeFile(job.path);
  const sha256 = sha256Of(bytes);
  if (sha256 !== job.sha256) return { sha256, cleanedSha256: null };
  const cleaned = cleanedBytes(bytes, job);
  if (cleaned === bytes) return { sha256, cleanedSha256: null };
  writeFileSync(job.target, cleaned, { flush: true });
  return { sha256, cleanedSha256: sha256Of(cleaned) };
}

/** The same array where there is nothing to take out. */
function cleanedBytes(bytes: Uint8Array, { format, patient, program, uidKey }: CleanFile): Uint8Array {
  try {
    if (format === 'dicom') {
      return deidentifyDicom(bytes, { patient, program, mapUid: (uid) => keyedUid(uidKey, uid) });
    }
    const cleaned = cleanPng(bytes);
    if (cleaned === null) throw new NotDeidentifiable('It breaks off.');
    return cleaned;
  } catch (error) {
    const why = error instanceof NotDeidentifiable ? error.message : `It cannot be taken apart (${wordsOf(error)}).`;
    throw new ComputeError('not-deidentifiable', why);
  }
}
