import { z } from 'zod';
import type { Connection } from './connection.ts';
import { flag } from './row-types.ts';
import { saveSetting } from './settings.ts';

export type SourceKind = 'labelled-set' | 'study';

const sourceRow = z.object({
  id: z.number().int(),
  kind: z.enum(['labelled-set', 'study']),
  name: z.string(),
  pseudonym: z.string(),
  /** The folder's absolute path. */
  root: z.string(),
  labelOrigin: z.string().nullable(),
  synthetic: flag,
  addedMs: z.number(),
});
export type SourceRow = z.output<typeof sourceRow>;

const COLUMNS =
  'id, kind, name, pseudonym, root, label_origin AS labelOrigin, synthetic, added_ms AS addedMs FROM sources';

const LAST_ID = 'last source';

/**
 * Adds a source and returns its id, which no source had before, not one that is gone either: where readers were in that one says
 * nothing of this. To be called in a transaction.
 */
export function insertSource(db: Connection, source: Omit<SourceRow, 'id'>): number {
  const { id } = db.one(
    z.object({ id: z.number().int() }),
    `SELECT 1 + max((SELECT coalesce(max(id), 0) FROM sources),
       coalesce((SELECT value_json ->> '$.id' FROM settings WHERE key = :key), 0)) AS id`,
    { key: LAST_ID },
  );
  saveSetting(db, LAST_ID, { id });
  return db.run(
    `INSERT INTO sources (id, kind, name, pseudonym, root, label_origin, synthetic, added_ms)
     VALUES (:id, :kind, :name, :pseudonym, :root, :labelOrigin, :synthetic, :addedMs)`,
    { id, ...source },
  ).lastId;
}

export function findSource(db: Connection, sourceId: number): SourceRow | null {
  return db.get(sourceRow, `SELECT ${COLUMNS} WHERE id = :sourceId`, { sourceId });
}

/** The newest source of a kind whose folder is `root`. */
export function findSourceByRoot(db: Connection, kind: SourceKind, root: string): SourceRow | null {
  return db.get(sourceRow, `SELECT ${COLUMNS} WHERE kind = :kind AND root = :root ORDER BY id DESC LIMIT 1`, {
    kind,
    root,
  });
}

/** All sources, oldest first. */
export function listSources(db: Connection): SourceRow[] {
  return db.all(sourceRow, `SELECT ${COLUMNS} ORDER BY id`);
}

/** Points a source to the folder's new place. */
export function moveSource(db: Connection, sourceId: number, root: string): void {
  db.run('UPDATE sources SET root = :root WHERE id = :sourceId', { sourceId, root });
}

/** Slices of a list that nothing speaks of: no source, label, read, showing, prediction, split, search or test set. */
const UNUSED = `id IN (SELECT value FROM json_each(:ids))
  AND NOT EXISTS (SELECT 1 FROM source_slices WHERE slice_id = slices.id)
  AND NOT EXISTS (SELECT 1 FROM source_labels WHERE slice_id = slices.id)
  AND NOT EXISTS (SELECT 1 FROM current_labels WHERE slice_id = slices.id)
  AND NOT EXISTS (SELECT 1 FROM presentations WHERE slice_id = slices.id)
  AND NOT EXISTS (SELECT 1 FROM reads WHERE slice_id = slices.id)
  AND NOT EXISTS (SELECT 1 FROM predictions WHERE slice_id = slices.id)
  AND NOT EXISTS (SELECT 1 FROM split_slices WHERE slice_id = slices.id)
  AND NOT EXISTS (SELECT 1 FROM slice_thumbnails WHERE slice_id = slices.id)
  AND NOT EXISTS (SELECT 1 FROM test_set_slices WHERE slice_id = slices.id)`;

/** Takes a source that was never completely opened out again, with its files, its places and what came only with it. */
export function removeSource(db: Connection, sourceId: number): void {
  const listed = db.all(
    z.object({ id: z.number(), sha256: z.string() }),
    `SELECT slices.id, slices.sha256 FROM source_slices JOIN slices ON slices.id = source_slices.slice_id
     WHERE source_id = :sourceId`,
    { sourceId },
  );
  const images = db.all(
    z.object({ sha256: z.string() }),
    'SELECT sha256 FROM files WHERE source_id = :sourceId AND sha256 IS NOT NULL',
    { sourceId },
  );
  for (const table of ['source_slices', 'source_series', 'files']) {
    db.run(`DELETE FROM ${table} WHERE source_id = :sourceId`, { sourceId });
  }
  db.run('DELETE FROM sources WHERE id = :sourceId', { sourceId });
  db.run(`DELETE FROM slices WHERE ${UNUSED}`, { ids: JSON.stringify(listed.map((slice) => slice.id)) });
  db.run(
    `DELETE FROM images WHERE sha256 IN (SELECT value FROM json_each(:hashes))
       AND NOT EXISTS (SELECT 1 FROM slices WHERE slices.sha256 = images.sha256)
       AND NOT EXISTS (SELECT 1 FROM files WHERE files.sha256 = images.sha256)`,
    { hashes: JSON.stringify([...listed, ...images].map(({ sha256 }) => sha256)) },
  );
}
