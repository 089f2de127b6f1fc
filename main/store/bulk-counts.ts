import { z } from 'zod';
import type { Connection } from './connection.ts';

const bulkRow = z.object({
  unread: z.number().int(),
  neverShown: z.number().int(),
  unreadNeverShown: z.number().int(),
});

/** Of these slices: how many the reader has not read, how many they were never shown in the viewer, and both. */
export function countBulk(
  db: Connection,
  bulk: {
    readonly sliceIds: readonly number[];
    readonly reader: string;
    /** Slices with a standing read of this reader. */
    readonly read: readonly number[];
    /** Slices that are to come again unknown to the reader: neither read nor shown. */
    readonly due: readonly number[];
  },
): z.output<typeof bulkRow> {
  return db.one(
    bulkRow,
    `WITH asked AS (SELECT DISTINCT value AS id FROM json_each(:sliceIds)),
     due AS (SELECT value AS id FROM json_each(:due)),
     facts AS (SELECT id IN (SELECT id FROM due) OR id NOT IN (SELECT value FROM json_each(:read)) AS unread,
       id IN (SELECT id FROM due) OR NOT EXISTS (SELECT 1 FROM presentations WHERE slice_id = asked.id
         AND reader = :reader AND listed_only = 0) AS never_shown FROM asked)
     SELECT count(*) FILTER (WHERE unread) AS unread, count(*) FILTER (WHERE never_shown) AS neverShown,
       count(*) FILTER (WHERE unread AND never_shown) AS unreadNeverShown FROM facts`,
    {
      sliceIds: JSON.stringify(bulk.sliceIds),
      reader: bulk.reader,
      read: JSON.stringify(bulk.read),
      due: JSON.stringify(bulk.due),
    },
  );
}
