import { z } from 'zod';
import type { Connection } from './connection.ts';

/** Notes that a person has the reads of others before them; the first time counts. */
export function noteAdjudicationView(
  db: Connection,
  view: { readonly sliceId: number; readonly readerKey: string; readonly viewedMs: number },
): void {
  db.run('INSERT INTO adjudication_views VALUES (:sliceId, :readerKey, :viewedMs) ON CONFLICT DO NOTHING', view);
}

/** When each reader first saw the reads of others, by `${sliceId} ${readerKey}`. */
export function adjudicationViews(db: Connection): Map<string, number> {
  const row = z.object({ sliceId: z.number().int(), readerKey: z.string(), viewedMs: z.number() });
  const rows = db.all(
    row,
    'SELECT slice_id AS sliceId, reader_key AS readerKey, viewed_ms AS viewedMs FROM adjudication_views',
  );
  return new Map(rows.map(({ sliceId, readerKey, viewedMs }) => [`${sliceId} ${readerKey}`, viewedMs]));
}

/** Slices of which a reader has had the reads of others before them, by id. */
export function slicesBeforeAdjudicator(db: Connection, readerKey: string): Set<number> {
  const row = z.object({ id: z.number().int() });
  const sql = 'SELECT slice_id AS id FROM adjudication_views WHERE reader_key = :readerKey';
  return new Set(db.all(row, sql, { readerKey }).map(({ id }) => id));
}
