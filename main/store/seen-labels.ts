import { z } from 'zod';
import type { Connection } from './connection.ts';

/** Slices whose current label was given by a reader who had seen what the AI thinks of them: never test truth. */
export function predictionSeenLabels(db: Connection): Set<number> {
  const rows = db.all(
    z.object({ id: z.number().int() }),
    `SELECT current_labels.slice_id AS id FROM current_labels JOIN reads ON reads.id = current_labels.read_id
     WHERE reads.prediction_seen = 1`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Slices whose current label was given in bulk, without a look at each: never test truth either. */
export function bulkLabels(db: Connection): Set<number> {
  const rows = db.all(
    z.object({ id: z.number().int() }),
    `SELECT current_labels.slice_id AS id FROM current_labels JOIN reads ON reads.id = current_labels.read_id
     WHERE reads.batch_id IS NOT NULL`,
  );
  return new Set(rows.map(({ id }) => id));
}
