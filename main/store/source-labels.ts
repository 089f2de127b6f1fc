import { z } from 'zod';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { type Label, type TrainableLabel, trainableLabelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';

/**
 * Keeps the label that came with a slice, and makes it the current one where nobody has read the slice yet. A source
 * label that is there already stays: it is never overwritten.
 */
export function insertSourceLabel(db: Connection, sourceId: number, sliceId: number, label: TrainableLabel): void {
  db.run(
    `INSERT INTO source_labels (slice_id, source_id, label) SELECT :sliceId, :sourceId, :label
     WHERE NOT EXISTS (SELECT 1 FROM source_labels WHERE slice_id = :sliceId)`,
    { sliceId, sourceId, label },
  );
  insertFirstLabel(db, sliceId, label);
}

/** The current label of a slice that has none: `unsure` and `excluded` come only from a manifest. */
export function insertFirstLabel(db: Connection, sliceId: number, label: Label): void {
  db.run(
    `INSERT OR IGNORE INTO current_labels (slice_id, label, origin, read_id) VALUES (:sliceId, :label, 'source', NULL)`,
    { sliceId, label },
  );
}

const knownRow = z.object({ fileSha256: z.string(), frame: z.number().int(), label: trainableLabelSchema.nullable() });

/** Every slice of the project with its source label, by `sliceKey`. */
export function knownSlices(db: Connection): Map<string, TrainableLabel | null> {
  const rows = db.all(
    knownRow,
    `SELECT slices.sha256 AS fileSha256, slices.frame, source_labels.label
     FROM slices LEFT JOIN source_labels ON source_labels.slice_id = slices.id`,
  );
  return new Map(rows.map((row) => [sliceKey(row), row.label]));
}
