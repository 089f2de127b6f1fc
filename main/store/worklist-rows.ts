import { z } from 'zod';
import { labelSchema, trainableLabelSchema } from '../../src/review/label.ts';
import { frameHeaderSchema } from '../../src/study/file-header.ts';
import type { Connection } from './connection.ts';
import { STANDING_READS } from './reads.ts';
import { flag, json } from './row-types.ts';

const worklistRow = z.object({
  sliceId: z.number().int(),
  seriesIndex: z.number().int(),
  sliceIndex: z.number().int(),
  file: z.string(),
  sha256: z.string(),
  frame: z.number().int(),
  sourceLabel: trainableLabelSchema.nullable(),
  currentLabel: labelSchema.nullable(),
  read: flag,
  notPredictableCode: z.string().nullable(),
  notPredictableMessage: z.string().nullable(),
  probability: z.number().nullable(),
  threshold: z.number().nullable(),
  call: trainableLabelSchema.nullable(),
});
export type WorklistRow = z.output<typeof worklistRow>;

/**
 * One query for a whole source, or one slice of it, in reading order. `read` is whether any read of the slice stands; the
 * prediction is that of `modelId` (null: none).
 */
export function worklistRows(
  db: Connection,
  sourceId: number,
  modelId: number | null,
  sliceId: number | null = null,
): WorklistRow[] {
  return db.all(
    worklistRow,
    `WITH standing AS (SELECT DISTINCT slice_id FROM (${STANDING_READS} AND (:sliceId IS NULL OR slice_id = :sliceId)))
     SELECT slices.id AS sliceId, series_index AS seriesIndex, slice_index AS sliceIndex,
       files.relative_path AS file, slices.sha256, slices.frame, source_labels.label AS sourceLabel,
       current_labels.label AS currentLabel, standing.slice_id IS NOT NULL AS read,
       not_predictable_code AS notPredictableCode, not_predictable_message AS notPredictableMessage,
       predictions.probability, predictions.threshold, predictions.call
     FROM source_slices
     JOIN slices ON slices.id = source_slices.slice_id
     JOIN files ON files.id = source_slices.file_id
     LEFT JOIN source_labels ON source_labels.slice_id = slices.id
     LEFT JOIN current_labels ON current_labels.slice_id = slices.id
     LEFT JOIN standing ON standing.slice_id = slices.id
     LEFT JOIN readable_predictions AS predictions ON predictions.slice_id = slices.id AND predictions.model_id = :modelId
     WHERE source_slices.source_id = :sourceId AND (:sliceId IS NULL OR source_slices.slice_id = :sliceId)
     ORDER BY series_index, slice_index`,
    { sourceId, modelId, sliceId },
  );
}

/** The few facts of a header that the worklist shows. */
const listedHeaderSchema = z.object({
  format: z.enum(['png', 'dicom']),
  samples: z.number(),
  frames: z.array(frameHeaderSchema.pick({ positionMm: true, orientation: true, instanceNumber: true, rescale: true })),
});
export type ListedHeader = z.output<typeof listedHeaderSchema>;

/** Headers of a source's files (or of the one with these bytes) by SHA-256, as far as the worklist needs them. */
export function listedHeaders(
  db: Connection,
  sourceId: number,
  sha256: string | null = null,
): Map<string, ListedHeader> {
  const rows = db.all(
    z.object({ sha256: z.string(), header: json(listedHeaderSchema) }),
    `SELECT sha256, header_json AS header FROM images
     WHERE sha256 IN (SELECT sha256 FROM files WHERE source_id = :sourceId) AND (:sha256 IS NULL OR sha256 = :sha256)`,
    { sourceId, sha256 },
  );
  return new Map(rows.map((row) => [row.sha256, row.header]));
}

const refusedRow = z.object({ file: z.string(), code: z.string(), message: z.string() });

/** Files of a source that are listed with the reason why they cannot be shown. */
export function refusedRows(db: Connection, sourceId: number): z.output<typeof refusedRow>[] {
  return db.all(
    refusedRow,
    `SELECT relative_path AS file, refusal_code AS code, refusal_message AS message FROM files
     WHERE source_id = :sourceId AND refusal_code IS NOT NULL ORDER BY relative_path`,
    { sourceId },
  );
}
