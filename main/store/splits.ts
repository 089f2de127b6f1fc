import { z } from 'zod';
import { SPLIT_PARTS, type SplitPart } from '../../src/dataset/split.ts';
import type { Connection } from './connection.ts';

const splitRow = z.object({
  id: z.number().int(),
  datasetVersionId: z.number().int(),
  seed: z.number().int(),
  heldOutFraction: z.number(),
  validationFraction: z.number(),
  createdMs: z.number(),
});
export type SplitRow = z.output<typeof splitRow>;

const COLUMNS = `id, dataset_version_id AS datasetVersionId, seed, held_out_fraction AS heldOutFraction,
  validation_fraction AS validationFraction, created_ms AS createdMs FROM splits`;

const splitSliceRow = z.object({
  splitId: z.number().int(),
  sliceId: z.number().int(),
  group: z.string(),
  part: z.enum(SPLIT_PARTS),
});
export type SplitSliceRow = z.output<typeof splitSliceRow>;

const SLICE_COLUMNS = 'split_id AS splitId, slice_id AS sliceId, group_key AS "group", part FROM split_slices';

/** Keeps a split with its slices and returns its id. */
export function insertSplit(
  db: Connection,
  split: Omit<SplitRow, 'id'>,
  slices: readonly Omit<SplitSliceRow, 'splitId'>[],
): number {
  const splitId = db.run(
    `INSERT INTO splits (dataset_version_id, seed, held_out_fraction, validation_fraction, created_ms)
     VALUES (:datasetVersionId, :seed, :heldOutFraction, :validationFraction, :createdMs)`,
    { ...split },
  ).lastId;
  for (const slice of slices) {
    db.run(
      'INSERT INTO split_slices (split_id, slice_id, group_key, part) VALUES (:splitId, :sliceId, :group, :part)',
      { splitId, ...slice },
    );
  }
  return splitId;
}

export function findSplit(db: Connection, splitId: number): SplitRow | null {
  return db.get(splitRow, `SELECT ${COLUMNS} WHERE id = :splitId`, { splitId });
}

/** Splits of a data set version that Overread dealt, newest first: a person's own is used where it is named, and only there. */
export function dealtSplits(db: Connection, datasetVersionId: number): SplitRow[] {
  return db.all(
    splitRow,
    `SELECT ${COLUMNS} WHERE dataset_version_id = :datasetVersionId
       AND id NOT IN (SELECT split_id FROM own_splits) ORDER BY id DESC`,
    { datasetVersionId },
  );
}

/** The split last made of any version, null before the first. */
export function newestSplit(db: Connection): SplitRow | null {
  return db.get(splitRow, `SELECT ${COLUMNS} ORDER BY id DESC LIMIT 1`);
}

/** A split came from a person's own table, and is not Overread's. */
export function markOwnSplit(db: Connection, splitId: number, fileSha256: string): void {
  db.run('INSERT INTO own_splits (split_id, file_sha256) VALUES (:splitId, :fileSha256)', { splitId, fileSha256 });
}

/** SHA-256 of the table that a person's own split came with; null for one that Overread dealt. */
export function ownSplitTable(db: Connection, splitId: number): string | null {
  const row = z.object({ sha256: z.string() });
  return (
    db.get(row, 'SELECT file_sha256 AS sha256 FROM own_splits WHERE split_id = :splitId', { splitId })?.sha256 ?? null
  );
}

/** The slices of a split with their groups and parts, by slice id. */
export function slicesOfSplit(db: Connection, splitId: number): SplitSliceRow[] {
  return db.all(splitSliceRow, `SELECT ${SLICE_COLUMNS} WHERE split_id = :splitId ORDER BY slice_id`, { splitId });
}

/** Each slice that any split of the project ever dealt out, once: held out if it ever was, else its newest part. */
export function earlierParts(db: Connection): Map<number, SplitPart> {
  const parts = new Map<number, SplitPart>();
  for (const row of db.all(splitSliceRow, `SELECT ${SLICE_COLUMNS} ORDER BY split_id`)) {
    if (parts.get(row.sliceId) !== 'held-out') parts.set(row.sliceId, row.part);
  }
  return parts;
}

const partCountRow = z.object({ part: z.enum(SPLIT_PARTS), n: z.number().int() });

/** How many slices each part of a split has. */
export function countSplitParts(db: Connection, splitId: number): Record<SplitPart, number> {
  const counts: Record<SplitPart, number> = { training: 0, validation: 0, 'held-out': 0 };
  const rows = db.all(
    partCountRow,
    'SELECT part, count(*) AS n FROM split_slices WHERE split_id = :splitId GROUP BY part',
    { splitId },
  );
  for (const row of rows) counts[row.part] = row.n;
  return counts;
}
