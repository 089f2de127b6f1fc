import { z } from 'zod';
import type { Connection } from './connection.ts';
import { countRow, flag } from './row-types.ts';

const presentationRow = z.object({
  id: z.number().int(),
  sliceId: z.number().int(),
  reader: z.string(),
  modelId: z.number().int().nullable(),
  shownMs: z.number(),
  predictionVisible: flag,
});
export type PresentationRow = z.output<typeof presentationRow>;

/** Adds one showing of a slice to a reader and returns its id. */
export function insertPresentation(db: Connection, presentation: Omit<PresentationRow, 'id'>): number {
  return db.run(
    `INSERT INTO presentations (slice_id, reader, model_id, shown_ms, prediction_visible)
     VALUES (:sliceId, :reader, :modelId, :shownMs, :predictionVisible)`,
    { ...presentation },
  ).lastId;
}

export function findPresentation(db: Connection, presentationId: number): PresentationRow | null {
  return db.get(
    presentationRow,
    `SELECT id, slice_id AS sliceId, reader, model_id AS modelId, shown_ms AS shownMs,
       prediction_visible AS predictionVisible
     FROM presentations WHERE id = :presentationId`,
    { presentationId },
  );
}

/** The prediction became visible during this showing. There is no way back. */
export function setPredictionVisible(db: Connection, presentationId: number): void {
  db.run('UPDATE presentations SET prediction_visible = 1 WHERE id = :presentationId', { presentationId });
}

/** Whether any prediction of this slice, by whichever model, was ever visible to this reader. */
export function hasSeenPrediction(db: Connection, sliceId: number, reader: string): boolean {
  const found = db.get(
    z.object({ id: z.number() }),
    `SELECT id FROM presentations WHERE slice_id = :sliceId AND reader = :reader AND prediction_visible = 1 LIMIT 1`,
    { sliceId, reader },
  );
  return found !== null;
}

/** How many showings had a prediction in view. It only grows, so two equal counts mean that nothing more was seen. */
export function countSeenPredictions(db: Connection): number {
  return db.one(countRow, 'SELECT count(*) AS n FROM presentations WHERE prediction_visible = 1').n;
}

/**
 * Notes that a model's predictions of these slices were visible to a reader outside the viewer (a worklist, a table of
 * errors): one presentation for each slice that has a prediction (with a model of null: every slice, for out-of-fold
 * predictions) and none seen by this reader yet.
 * @returns how many were added
 */
export function insertSeenElsewhere(
  db: Connection,
  seen: { sliceIds: readonly number[]; reader: string; modelId: number | null; shownMs: number },
): number {
  return db.run(
    `INSERT INTO presentations (slice_id, reader, model_id, shown_ms, prediction_visible, listed_only)
     SELECT slices.id, :reader, :modelId, :shownMs, 1, 1 FROM slices
     WHERE slices.id IN (SELECT value FROM json_each(:sliceIds))
       AND (:modelId IS NULL OR EXISTS (SELECT 1 FROM readable_predictions AS predictions
         WHERE predictions.model_id = :modelId AND predictions.slice_id = slices.id))
       AND NOT EXISTS (SELECT 1 FROM presentations AS known WHERE known.slice_id = slices.id
         AND known.reader = :reader AND known.prediction_visible = 1)`,
    { ...seen, sliceIds: JSON.stringify(seen.sliceIds) },
  ).changes;
}
