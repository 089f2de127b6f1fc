import { z } from 'zod';
import type { Connection } from './connection.ts';

const exportRow = z.object({
  fileSha256: z.string(),
  format: z.enum(['png', 'dicom']),
  byteLength: z.number().int(),
  sliceId: z.number().int(),
  file: z.string().nullable(),
});

/** Files with these hashes in reading order: the sources as they were added, each from its first slice to its last. */
export function exportFiles(db: Connection, hashes: readonly string[]): z.output<typeof exportRow>[] {
  return db.all(
    exportRow,
    `SELECT slices.sha256 AS fileSha256, images.format, images.byte_length AS byteLength, slices.id AS sliceId, files.relative_path AS file,
       min(coalesce(source_slices.source_id, 1e9) * 1e9 + coalesce(series_index, 0) * 1e6 + coalesce(slice_index, 0))
         AS place
     FROM slices JOIN images USING (sha256)
     LEFT JOIN source_slices ON source_slices.slice_id = slices.id
     LEFT JOIN files ON files.id = source_slices.file_id
     WHERE slices.sha256 IN (SELECT value FROM json_each(:hashes))
     GROUP BY slices.sha256 ORDER BY place, slices.sha256`,
    { hashes: JSON.stringify(hashes) },
  );
}

/** Every slice, also those of frames that no version holds, of the DICOM files among these, by file hash and frame. */
export function dicomSlicesOf(db: Connection, hashes: readonly string[]): number[] {
  return db
    .all(
      z.object({ id: z.number().int() }),
      `SELECT slices.id FROM slices JOIN images USING (sha256)
       WHERE images.format = 'dicom' AND sha256 IN (SELECT value FROM json_each(:hashes)) ORDER BY sha256, frame`,
      { hashes: JSON.stringify(hashes) },
    )
    .map(({ id }) => id);
}
