import { z } from 'zod';
import { labelSchema, trainableLabelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';

const labelledRow = z.object({
  sliceId: z.number().int(),
  fileSha256: z.string(),
  frame: z.number().int(),
  /** Null for a slice that was never decoded. */
  pixelSha256: z.string().nullable(),
  label: labelSchema,
  sourceLabel: trainableLabelSchema.nullable(),
  /** The read that gave the label; all null where it came with the data. */
  reader: z.string().nullable(),
  auditSequence: z.number().int().nullable(),
  reason: z.string().nullable(),
});
export type LabelledRow = z.output<typeof labelledRow>;

const wholeRow = z.object({ sliceId: z.number().int(), sourceLabel: trainableLabelSchema.nullable() });

/** Every slice of the project whose file was not cut off, with the label that it came with. */
export function wholeSlices(db: Connection): z.output<typeof wholeRow>[] {
  return db.allAtOnce(
    wholeRow,
    `SELECT slices.id AS sliceId, source_labels.label AS sourceLabel
     FROM slices LEFT JOIN source_labels ON source_labels.slice_id = slices.id
     WHERE slices.not_predictable_code IS NOT 'truncated'`,
    {},
  );
}

/**
 * Every slice of the project that has a label now which is not in dispute, with where it came from, by slice id. One whose
 * file was cut off keeps its label and its read, and is never trained on.
 */
export function labelledSlices(db: Connection): LabelledRow[] {
  return db.all(
    labelledRow,
    `SELECT slices.id AS sliceId, slices.sha256 AS fileSha256, slices.frame, slices.pixel_sha256 AS pixelSha256,
       current_labels.label, source_labels.label AS sourceLabel,
       reads.reader, reads.audit_sequence AS auditSequence, reads.reason
     FROM current_labels JOIN slices ON slices.id = current_labels.slice_id
     LEFT JOIN source_labels ON source_labels.slice_id = slices.id
     LEFT JOIN reads ON reads.id = current_labels.read_id
     WHERE slices.not_predictable_code IS NOT 'truncated' AND slices.id NOT IN (SELECT slice_id FROM disputed_slices)
     ORDER BY slices.id`,
  );
}
