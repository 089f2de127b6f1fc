import { z } from 'zod';
import type { Connection } from './connection.ts';

const idRow = z.object({ id: z.number().int() });

const fileRow = z.object({
  id: z.number().int(),
  sourceId: z.number().int(),
  /** Relative to the source's root, with `/`. */
  relativePath: z.string(),
  byteLength: z.number().int(),
  modifiedMs: z.number().int(),
  sha256: z.string().nullable(),
  refusalCode: z.string().nullable(),
  refusalMessage: z.string().nullable(),
});
export type FileRow = z.output<typeof fileRow>;

const COLUMNS = `files.id, files.source_id AS sourceId, files.relative_path AS relativePath,
  files.byte_length AS byteLength, files.modified_ms AS modifiedMs, files.sha256,
  files.refusal_code AS refusalCode, files.refusal_message AS refusalMessage`;

/** Adds a file of a source, or says anew what lies at its path, and returns the row's id. */
export function saveFile(db: Connection, file: Omit<FileRow, 'id'>): number {
  return db.one(
    idRow,
    `INSERT INTO files (source_id, relative_path, byte_length, modified_ms, sha256, refusal_code, refusal_message)
     VALUES (:sourceId, :relativePath, :byteLength, :modifiedMs, :sha256, :refusalCode, :refusalMessage)
     ON CONFLICT (source_id, relative_path) DO UPDATE SET
       byte_length = excluded.byte_length, modified_ms = excluded.modified_ms, sha256 = excluded.sha256,
       refusal_code = excluded.refusal_code, refusal_message = excluded.refusal_message
     RETURNING id`,
    { ...file },
  ).id;
}

/** Every file that is known of a source, by path. */
export function filesOfSource(db: Connection, sourceId: number): FileRow[] {
  return db.all(fileRow, `SELECT ${COLUMNS} FROM files WHERE source_id = :sourceId ORDER BY relative_path`, {
    sourceId,
  });
}

/** Forgets a refused file that is not there any more. */
export function removeRefusedFile(db: Connection, fileId: number): void {
  db.run('DELETE FROM files WHERE id = :fileId AND sha256 IS NULL', { fileId });
}

const locationRow = z.object({ root: z.string(), relativePath: z.string(), byteLength: z.number() });

/** Every place where bytes with this hash were seen, the newest source first. */
export function locationsOf(
  db: Connection,
  sha256: string,
): { root: string; relativePath: string; byteLength: number }[] {
  return db.all(
    locationRow,
    `SELECT sources.root, files.relative_path AS relativePath, files.byte_length AS byteLength
     FROM files JOIN sources ON sources.id = files.source_id WHERE files.sha256 = :sha256 ORDER BY files.id DESC`,
    { sha256 },
  );
}
