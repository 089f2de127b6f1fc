import { z } from 'zod';
import { armSchema, readingModeSchema } from '../../src/review/reading-mode.ts';
import type { Connection } from './connection.ts';
import { flag } from './row-types.ts';
import { labelsSeenSql } from './seen-labels-sql.ts';

const circumstancesRow = z.object({
  readId: z.number().int(),
  /** Null where nothing was shown, as for a row of a table, or from before projects had a mode. */
  readingMode: readingModeSchema.nullable(),
  arm: armSchema.nullable(),
  labelsSeen: flag,
  aiShown: flag,
});

/** How an act was made. */
export type Circumstances = Omit<z.output<typeof circumstancesRow>, 'readId'>;

/**
 * Of every act by its id: the mode and arm that its slice was shown in, whether its reader had seen the slice's labels before it, and
 * whether they have been shown the AI's mind of the slice by now.
 */
export function readCircumstances(db: Connection): Map<number, Circumstances> {
  const rows = db.all(
    circumstancesRow,
    `SELECT reads.id AS readId, shown.reading_mode AS readingMode, shown.arm,
       ${labelsSeenSql({ slice: 'reads.slice_id', reader: 'reads.reader', atMs: 'reads.recorded_ms' })} AS labelsSeen,
       EXISTS (SELECT 1 FROM presentations AS told WHERE told.slice_id = reads.slice_id
         AND told.reader = reads.reader AND told.prediction_visible = 1) AS aiShown
     FROM reads LEFT JOIN presentations AS shown ON shown.id = reads.presentation_id`,
  );
  return new Map(rows.map(({ readId, ...how }) => [readId, how]));
}
