import { z } from 'zod';
import type { Connection } from './connection.ts';
import { countRow } from './row-types.ts';

/** Notes whether the label of a slice is in dispute; goes with its current label in one transaction. */
export function saveDispute(db: Connection, sliceId: number, disputed: boolean): void {
  if (disputed) db.run('INSERT INTO disputed_slices VALUES (:sliceId) ON CONFLICT DO NOTHING', { sliceId });
  else db.run('DELETE FROM disputed_slices WHERE slice_id = :sliceId', { sliceId });
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
