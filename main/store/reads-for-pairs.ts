import { z } from 'zod';
import { labelSchema, trainableLabelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';
import { STANDING_READS } from './reads.ts';
import { flag } from './row-types.ts';

const pairRow = z.object({
  sliceId: z.number().int(),
  reader: z.string(),
  label: labelSchema,
  predictionSeen: flag,
  labelsSeen: flag,
  sourceLabel: trainableLabelSchema.nullable(),
});

/** Every standing ordinary read (no repeat, no adjudication) that was shown here under a mode, oldest first, with what its reader had seen, and the source's label. */
export function readsForPairs(db: Connection): z.output<typeof pairRow>[] {
  return db.all(
    pairRow,
    `SELECT reads.slice_id AS sliceId, reads.reader, reads.label_after AS label, reads.prediction_seen AS predictionSeen,
       EXISTS (SELECT 1 FROM presentations AS shown WHERE shown.slice_id = reads.slice_id AND shown.reader = reads.reader
         AND shown.truth_visible = 1 AND shown.id <= reads.presentation_id) AS labelsSeen,
       source_labels.label AS sourceLabel
     FROM (${STANDING_READS}) AS standing JOIN reads ON reads.id = standing.id
     JOIN presentations ON presentations.id = reads.presentation_id AND presentations.reading_mode IS NOT NULL
     LEFT JOIN source_labels ON source_labels.slice_id = reads.slice_id
     WHERE reads.id NOT IN (SELECT read_id FROM read_purposes) ORDER BY reads.id`,
  );
}
