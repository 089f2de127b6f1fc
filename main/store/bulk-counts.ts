import { z } from 'zod';
import type { Connection } from './connection.ts';
import { STANDING_READS } from './reads.ts';

const bulkRow = z.object({
  unread: z.number().int(),
  neverShown: z.number().int(),
  unreadNeverShown: z.number().int(),
});

/** Of these slices: how many have no standing read, how many were never shown to this reader in the viewer, and both. */
export function countBulk(
  db: Connection,
  bulk: { readonly sliceIds: readonly number[]; readonly reader: string },
): z.output<typeof bulkRow> {
  return db.one(
    bulkRow,
    `WITH asked AS (SELECT DISTINCT value AS id FROM json_each(:sliceIds)),
     facts AS (SELECT id NOT IN (SELECT slice_id FROM (${STANDING_READS})) AS unread,
       NOT EXISTS (SELECT 1 FROM presentations WHERE slice_id = asked.id AND reader = :reader
         AND listed_only = 0) AS never_shown FROM asked)
     SELECT count(*) FILTER (WHERE unread) AS unread, count(*) FILTER (WHERE never_shown) AS neverShown,
       count(*) FILTER (WHERE unread AND never_shown) AS unreadNeverShown FROM facts`,
    { sliceIds: JSON.stringify(bulk.sliceIds), reader: bulk.reader },
  );
}
