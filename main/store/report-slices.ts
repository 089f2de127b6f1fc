import { z } from 'zod';
import { labelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';
import { flag } from './row-types.ts';

const reportSliceRow = z.object({
  sliceId: z.number().int(),
  sha256: z.string(),
  frame: z.number().int(),
  patientPseudonym: z.string().nullable(),
  studyPseudonym: z.string(),
});
export type ReportSlice = z.output<typeof reportSliceRow>;

/** The DICOM slices of a source in reading order. */
export function reportSlices(db: Connection, sourceId: number): ReportSlice[] {
  return db.all(
    reportSliceRow,
    `SELECT slices.id AS sliceId, slices.sha256, slices.frame, slices.patient_pseudonym AS patientPseudonym,
       slices.study_pseudonym AS studyPseudonym
     FROM source_slices
     JOIN slices ON slices.id = source_slices.slice_id
     JOIN images ON images.sha256 = slices.sha256 AND images.format = 'dicom'
     WHERE source_slices.source_id = :sourceId ORDER BY series_index, slice_index`,
    { sourceId },
  );
}

const reportActRow = z.object({
  sliceId: z.number().int(),
  id: z.number().int(),
  kind: z.enum(['read', 'undo', 'redo']),
  targetReadId: z.number().int().nullable(),
  labelBefore: labelSchema.nullable(),
  labelAfter: labelSchema.nullable(),
  confidence: z.number().int().nullable(),
  reason: z.string().nullable(),
  predictionSeen: flag,
  /** Whether the act settles what readers disagreed on; the undo or redo of any act is none. */
  adjudication: flag,
  auditSequence: z.number().int(),
});
export type ReportAct = z.output<typeof reportActRow>;

/** A reader's acts on the slices of a source, each slice's in order. Hidden repeats, which settle nothing, are left out. */
export function reportActs(db: Connection, sourceId: number, reader: string): ReportAct[] {
  return db.all(
    reportActRow,
    `SELECT reads.slice_id AS sliceId, reads.id, reads.kind, reads.target_read_id AS targetReadId,
       reads.label_before AS labelBefore, reads.label_after AS labelAfter, reads.confidence, reads.reason,
       reads.prediction_seen AS predictionSeen, purpose IS 'adjudication' AS adjudication,
       reads.audit_sequence AS auditSequence
     FROM source_slices JOIN reads ON reads.slice_id = source_slices.slice_id AND reads.reader = :reader
     LEFT JOIN read_purposes ON read_purposes.read_id = reads.id
     WHERE source_slices.source_id = :sourceId AND purpose IS NOT 'repeat' ORDER BY reads.id`,
    { sourceId, reader },
  );
}
