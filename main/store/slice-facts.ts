import { z } from 'zod';
import { cannotTell } from '../../src/prediction/doubt-zone.ts';
import { labelSchema, trainableLabelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';

const factsRow = z
  .object({
    fileSha256: z.string(),
    frame: z.number().int(),
    pixelSha256: z.string().nullable(),
    studyPseudonym: z.string(),
    seriesPseudonym: z.string(),
    sourceLabel: trainableLabelSchema.nullable(),
    currentLabel: labelSchema.nullable(),
    modelId: z.number().int().nullable(),
    model: z.string().nullable(),
    weightsSha256: z.string().nullable(),
    datasetVersion: z.string().nullable(),
    probability: z.number().nullable(),
    threshold: z.number().nullable(),
    call: trainableLabelSchema.nullable(),
    doubtWidth: z.number(),
  })
  .transform(({ doubtWidth, ...row }) => {
    const { probability, threshold } = row;
    const told = probability === null || threshold === null;
    return { ...row, ...(told ? {} : { cannotTell: cannotTell(probability, threshold, doubtWidth) }) };
  });
/** What a read's audit entry says of the slice and of one model's prediction of it; the model's part is null without one. */
export type SliceFacts = z.output<typeof factsRow>;

/** @returns null when there is no such slice */
export function findSliceFacts(db: Connection, sliceId: number, modelId: number | null): SliceFacts | null {
  return db.get(
    factsRow,
    `SELECT slices.sha256 AS fileSha256, slices.frame, slices.pixel_sha256 AS pixelSha256,
       slices.study_pseudonym AS studyPseudonym, slices.series_pseudonym AS seriesPseudonym,
       source_labels.label AS sourceLabel, current_labels.label AS currentLabel,
       models.id AS modelId, models.name AS model, models.weights_sha256 AS weightsSha256,
       dataset_versions.name AS datasetVersion, predictions.probability, predictions.threshold, predictions.call,
       (SELECT doubt_width FROM project) AS doubtWidth
     FROM slices
     LEFT JOIN source_labels ON source_labels.slice_id = slices.id
     LEFT JOIN current_labels ON current_labels.slice_id = slices.id
     LEFT JOIN readable_predictions AS predictions ON predictions.slice_id = slices.id AND predictions.model_id = :modelId
     LEFT JOIN models ON models.id = predictions.model_id
     LEFT JOIN training_runs ON training_runs.id = models.training_run_id
     LEFT JOIN dataset_versions ON dataset_versions.id = training_runs.dataset_version_id
     WHERE slices.id = :sliceId`,
    { sliceId, modelId },
  );
}
