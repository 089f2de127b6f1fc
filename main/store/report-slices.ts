import { z } from 'zod';
import { labelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';
import { flag } from './row-types.ts';

const reportActRow = z.object({
  sliceId: z.number().int(),
  sha256: z.string(),
  frame: z.number().int(),
  patientPseudonym: z.string().nullable(),
  studyPseudonym: z.string(),
  id: z.number().int(),
  kind: z.enum(['read', 'undo', 'redo']),
  targetReadId: z.number().int().nullable(),
  labelBefore: labelSchema.nullable(),
  labelAfter: labelSchema.nullable(),
  confidence: z.number().int().nullable(),
  reason: z.string().nullable(),
  predictionSeen: flag,
});
export type ReportAct = z.output<typeof reportActRow>;

/** A reader's acts on the DICOM slices of a source, slice by slice in reading order, each slice's acts in order. */
export function reportActs(db: Connection, sourceId: number, reader: string): ReportAct[] {
  return db.all(
    reportActRow,
    `SELECT slices.id AS sliceId, slices.sha256, slices.frame, slices.patient_pseudonym AS patientPseudonym,
       slices.study_pseudonym AS studyPseudonym, reads.id, reads.kind, reads.target_read_id AS targetReadId,
       reads.label_before AS labelBefore, reads.label_after AS labelAfter, reads.confidence, reads.reason,
       reads.prediction_seen AS predictionSeen
     FROM source_slices
     JOIN slices ON slices.id = source_slices.slice_id
     JOIN images ON images.sha256 = slices.sha256 AND images.format = 'dicom'
     JOIN reads ON reads.slice_id = slices.id AND reads.reader = :reader
     WHERE source_slices.source_id = :sourceId
     ORDER BY series_index, slice_index, reads.id`,
    { sourceId, reader },
  );
}
