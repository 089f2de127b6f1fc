import { z } from 'zod';
import type { Connection } from './connection.ts';

const predictionRow = z
  .object({
    model_id: z.number(),
    slice_id: z.number(),
    probability: z.number(),
    threshold: z.number(),
    call: z.enum(['haemorrhage', 'none']),
    created_ms: z.number(),
  })
  .transform((row) => ({
    modelId: row.model_id,
    sliceId: row.slice_id,
    probability: row.probability,
    threshold: row.threshold,
    call: row.call,
    createdMs: row.created_ms,
  }));
export type PredictionRow = z.output<typeof predictionRow>;

/** Keeps predictions; one that is already there stays as it is, for a model's answer to a slice never changes. */
export function insertPredictions(db: Connection, predictions: readonly PredictionRow[]): void {
  for (const prediction of predictions) {
    db.run(
      `INSERT OR IGNORE INTO predictions (model_id, slice_id, probability, threshold, call, created_ms)
       VALUES (:modelId, :sliceId, :probability, :threshold, :call, :createdMs)`,
      { ...prediction },
    );
  }
}

/** One model's predictions of the slices of one source, by slice id. */
export function predictionsOfSource(db: Connection, modelId: number, sourceId: number): Map<number, PredictionRow> {
  const rows = db.all(
    predictionRow,
    `SELECT predictions.* FROM readable_predictions AS predictions JOIN source_slices USING (slice_id)
     WHERE model_id = :modelId AND source_id = :sourceId`,
    { modelId, sourceId },
  );
  return new Map(rows.map((row) => [row.sliceId, row]));
}

/** One model's predictions, by slice id. */
export function predictionsOfModel(db: Connection, modelId: number): Map<number, PredictionRow> {
  const rows = db.all(predictionRow, 'SELECT * FROM readable_predictions WHERE model_id = :modelId', { modelId });
  return new Map(rows.map((row) => [row.sliceId, row]));
}
