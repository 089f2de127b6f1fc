import { z } from 'zod';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import type { OwnRead } from '../../src/review/hidden-repeats.ts';
import type { ReadPurpose } from '../../src/review/settle-slice.ts';
import type { Connection } from './connection.ts';
import { namesOfReader } from './readers.ts';
import { STANDING_READS } from './reads.ts';
import { flag } from './row-types.ts';

const id = z.number().int();

/** Marks a showing as one in which a slice comes again. */
export function markRepeatPresentation(db: Connection, presentationId: number, repeatedReadId: number): void {
  const row = { presentationId, repeatedReadId };
  db.run('INSERT INTO repeat_presentations VALUES (:presentationId, :repeatedReadId)', row);
}

/** The read that a showing is to repeat, null for an ordinary showing. */
export function repeatedReadOf(db: Connection, presentationId: number): number | null {
  const sql = 'SELECT repeated_read_id AS id FROM repeat_presentations WHERE presentation_id = :presentationId';
  return db.get(z.object({ id }), sql, { presentationId })?.id ?? null;
}

/** Slices of which a reader was shown the AI in a showing that was a repeat. */
export function revealedRepeats(db: Connection, reader: string): Set<number> {
  const rows = db.all(
    z.object({ id }),
    `SELECT DISTINCT slice_id AS id FROM presentations JOIN repeat_presentations ON presentation_id = presentations.id
     WHERE reader = :reader AND revealed = 1`,
    { reader },
  );
  return new Set(rows.map((row) => row.id));
}

/** Says what a read that is not an ordinary one was made for. */
export function insertReadPurpose(
  db: Connection,
  read: { readonly readId: number; readonly purpose: ReadPurpose; readonly repeatedReadId: number | null },
): void {
  db.run('INSERT INTO read_purposes VALUES (:readId, :purpose, :repeatedReadId)', read);
}

const ownReadRow = z.object({
  readId: id,
  sliceId: id,
  fileSha256: z.string(),
  frame: id,
  purpose: z.enum(['repeat', 'adjudication']).nullable(),
  standing: flag,
  recordedMs: z.number(),
});

/** Every read that a reader has made, undone ones too, in order: what hidden repeats are drawn from. */
export function readsOfReader(db: Connection, reader: string): OwnRead[] {
  const rows = db.all(
    ownReadRow,
    `WITH standing AS (${STANDING_READS})
     SELECT reads.id AS readId, reads.slice_id AS sliceId, slices.sha256 AS fileSha256, slices.frame, purpose,
       standing.id IS NOT NULL AS standing, recorded_ms AS recordedMs
     FROM reads JOIN slices ON slices.id = reads.slice_id
     LEFT JOIN read_purposes ON read_purposes.read_id = reads.id
     LEFT JOIN standing ON standing.id = reads.id
     WHERE reads.kind = 'read' AND reads.reader IN (SELECT value FROM json_each(:names)) ORDER BY reads.id`,
    { names: JSON.stringify(namesOfReader(db, reader)) },
  );
  return rows.map(({ fileSha256, frame, ...row }) => ({ ...row, sliceKey: sliceKey({ fileSha256, frame }) }));
}
