import { z } from 'zod';
import { labelSchema, trainableLabelSchema } from '../../src/review/label.ts';
import { frameHeaderSchema } from '../../src/study/file-header.ts';
import type { Connection } from './connection.ts';
import { STANDING_READS } from './reads.ts';
import { flag, json } from './row-types.ts';
import { UNOPENED_SLICES } from './test-sets.ts';

/** The few facts of a frame that the worklist shows or goes by. */
const frameFacts = z.tuple([
  frameHeaderSchema.shape.positionMm,
  frameHeaderSchema.shape.orientation,
  frameHeaderSchema.shape.instanceNumber,
  frameHeaderSchema.shape.rescale,
  frameHeaderSchema.shape.spacingMm,
]);

/** The same of a DICOM file. */
const fileFacts = z.tuple([z.number(), z.number().nullable(), z.number().nullable(), z.string().nullable()]);

const worklistRow = z.object({
  sliceId: z.number().int(),
  seriesIndex: z.number().int(),
  sliceIndex: z.number().int(),
  file: z.string(),
  frame: z.number().int(),
  format: z.enum(['png', 'dicom']),
  /** Null of a PNG, of which nobody asks. */
  fileFacts: json(fileFacts)
    .transform(([samples, rows, columns, frameOfReferenceUid]) => ({ samples, rows, columns, frameOfReferenceUid }))
    .nullable(),
  /** Null of a PNG, which has none, and of a frame that its file does not describe. */
  frameFacts: json(frameFacts)
    .transform(([positionMm, orientation, instanceNumber, rescale, spacingMm]) => ({
      positionMm,
      orientation,
      instanceNumber,
      rescale,
      spacingMm,
    }))
    .nullable(),
  sourceLabel: trainableLabelSchema.nullable(),
  currentLabel: labelSchema.nullable(),
  read: flag,
  notes: z.string(),
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
  return db.allAtOnce(
    worklistRow,
    `WITH standing AS MATERIALIZED (
         SELECT DISTINCT slice_id FROM (${STANDING_READS} AND (:sliceId IS NULL OR slice_id = :sliceId))),
       -- Frames behind the first, each file's taken apart once: a path into its JSON is walked anew for each row.
       later AS MATERIALIZED (SELECT images.sha256, frames.key AS frame,
           json_extract(frames.value, '$.positionMm', '$.orientation', '$.instanceNumber', '$.rescale',
             '$.spacingMm') AS facts
         FROM images, json_each(images.header_json, '$.frames') AS frames
         WHERE images.sha256 IN (SELECT sha256 FROM source_slices JOIN slices ON slices.id = slice_id
           WHERE source_id = :sourceId AND frame > 0 AND (:sliceId IS NULL OR slice_id = :sliceId))),
       noted AS MATERIALIZED (SELECT slice_id, group_concat(reason, char(10)) AS notes FROM reads
         WHERE kind = 'read' AND reason IS NOT NULL AND (:sliceId IS NULL OR slice_id = :sliceId) GROUP BY slice_id)
     SELECT slices.id AS sliceId, series_index AS seriesIndex, slice_index AS sliceIndex,
       files.relative_path AS file, slices.frame AS frame, images.format AS format,
       CASE WHEN images.format = 'png' THEN NULL WHEN slices.frame > 0 THEN later.facts
         ELSE json_extract(images.header_json, '$.frames[0].positionMm', '$.frames[0].orientation',
           '$.frames[0].instanceNumber', '$.frames[0].rescale', '$.frames[0].spacingMm') END AS frameFacts,
       iif(images.format = 'png', NULL, json_extract(images.header_json, '$.samples', '$.rows', '$.columns',
         '$.frameOfReferenceUid')) AS fileFacts,
       source_labels.label AS sourceLabel,
       current_labels.label AS currentLabel, standing.slice_id IS NOT NULL AS read,
       coalesce(noted.notes, '') AS notes,
       not_predictable_code AS notPredictableCode, not_predictable_message AS notPredictableMessage,
       predictions.probability AS probability,
       predictions.threshold AS threshold, predictions.call AS call
     FROM source_slices
     JOIN slices ON slices.id = source_slices.slice_id
     JOIN files ON files.id = source_slices.file_id
     JOIN images ON images.sha256 = slices.sha256
     LEFT JOIN later ON later.sha256 = slices.sha256 AND later.frame = slices.frame
     LEFT JOIN source_labels ON source_labels.slice_id = slices.id
     LEFT JOIN current_labels ON current_labels.slice_id = slices.id
     LEFT JOIN standing ON standing.slice_id = slices.id
     LEFT JOIN noted ON noted.slice_id = slices.id
     -- As readable_predictions, which asks anew for each row.
     LEFT JOIN predictions ON predictions.slice_id = slices.id AND predictions.model_id = :modelId
       AND slices.id NOT IN (SELECT slice_id FROM (${UNOPENED_SLICES}))
     WHERE source_slices.source_id = :sourceId AND (:sliceId IS NULL OR source_slices.slice_id = :sliceId)
     ORDER BY series_index, slice_index`,
    { sourceId, modelId, sliceId },
  );
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
