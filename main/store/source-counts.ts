import { z } from 'zod';
import type { Connection } from './connection.ts';
import { STANDING_READS } from './reads.ts';

const countsRow = z.object({
  sourceId: z.number().int(),
  slices: z.number().int(),
  refused: z.number().int(),
  unread: z.number().int(),
});
/** How many slices a source has, how many of its files were refused, and on how many slices no read stands. */
export type SourceCounts = z.output<typeof countsRow>;

/** Counts of every source, by its id; only reads under these names count (null: everybody's). */
export function countsOfSources(db: Connection, names: readonly string[] | null): Map<number, SourceCounts> {
  const rows = db.all(
    countsRow,
    `WITH standing AS (SELECT DISTINCT slice_id FROM (${STANDING_READS}
       AND (:names IS NULL OR reader IN (SELECT value FROM json_each(:names)))))
     SELECT sources.id AS sourceId,
       (SELECT count(*) FROM source_slices WHERE source_id = sources.id) AS slices,
       (SELECT count(*) FROM files WHERE source_id = sources.id AND refusal_code IS NOT NULL) AS refused,
       (SELECT count(*) FROM source_slices WHERE source_id = sources.id
         AND slice_id NOT IN (SELECT slice_id FROM standing)) AS unread
     FROM sources`,
    { names: names === null ? null : JSON.stringify(names) },
  );
  return new Map(rows.map((row) => [row.sourceId, row]));
}
