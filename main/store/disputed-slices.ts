import { z } from 'zod';
import type { Connection } from './connection.ts';
import { countRow } from './row-types.ts';

/** Notes whether the label of a slice is in dispute; goes with its current label in one transaction. */
export function saveDispute(db: Connection, sliceId: number, disputed: boolean): void {
  if (disputed) db.run('INSERT INTO disputed_slices VALUES (:sliceId) ON CONFLICT DO NOTHING', { sliceId });
  else db.run('DELETE FROM disputed_slices WHERE slice_id = :sliceId', { sliceId });
}

/** The same for many slices, in two statements. */
export function saveDisputes(
  db: Connection,
  slices: readonly { readonly sliceId: number; readonly disputed: boolean }[],
): void {
  const idsOf = (disputed: boolean) =>
    JSON.stringify(slices.filter((slice) => slice.disputed === disputed).map(({ sliceId }) => sliceId));
  db.run('DELETE FROM disputed_slices WHERE slice_id IN (SELECT value FROM json_each(:ids))', { ids: idsOf(false) });
  db.run('INSERT INTO disputed_slices SELECT value FROM json_each(:ids) WHERE true ON CONFLICT DO NOTHING', {
    ids: idsOf(true),
  });
}

/** Slices whose label is in dispute now, by id. */
export function disputedSlices(db: Connection): number[] {
  const rows = db.all(z.object({ id: z.number().int() }), 'SELECT slice_id AS id FROM disputed_slices ORDER BY id');
  return rows.map(({ id }) => id);
}

export function countDisputed(db: Connection): number {
  return db.one(countRow, 'SELECT count(*) AS n FROM disputed_slices').n;
}

/** Slices whose label an adjudication settled, by id. */
export function adjudicatedSlices(db: Connection): number[] {
  const rows = db.all(
    z.object({ id: z.number().int() }),
    `SELECT current_labels.slice_id AS id FROM current_labels
     JOIN read_purposes ON read_purposes.read_id = current_labels.read_id
     WHERE purpose = 'adjudication' ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}
