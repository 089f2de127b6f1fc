import { z } from 'zod';
import { armSchema, readingModeSchema } from '../../src/review/reading-mode.ts';
import type { Connection } from './connection.ts';
import { countRow, flag } from './row-types.ts';
import { labelsSeenSql } from './seen-labels-sql.ts';

const presentationRow = z.object({
  id: z.number().int(),
  sliceId: z.number().int(),
  reader: z.string(),
  modelId: z.number().int().nullable(),
  shownMs: z.number(),
  predictionVisible: flag,
  /** Whether the labels of the slice were visible. */
  truthVisible: flag,
  /** Null in lists, and in showings from before projects had a mode. */
  readingMode: readingModeSchema.nullable(),
  arm: armSchema.nullable(),
});
export type PresentationRow = z.output<typeof presentationRow>;

/** Adds one showing of a slice to a reader and returns its id. */
export function insertPresentation(db: Connection, presentation: Omit<PresentationRow, 'id'>): number {
  return db.run(
    `INSERT INTO presentations (slice_id, reader, model_id, shown_ms, prediction_visible, truth_visible, reading_mode, arm)
     VALUES (:sliceId, :reader, :modelId, :shownMs, :predictionVisible, :truthVisible, :readingMode, :arm)`,
    { ...presentation },
  ).lastId;
}

export function findPresentation(db: Connection, presentationId: number): PresentationRow | null {
  return db.get(
    presentationRow,
    `SELECT id, slice_id AS sliceId, reader, model_id AS modelId, shown_ms AS shownMs,
       prediction_visible AS predictionVisible, truth_visible AS truthVisible, reading_mode AS readingMode, arm
     FROM presentations WHERE id = :presentationId`,
    { presentationId },
  );
}

/** The reader asked for what is hidden, or gave their read for it: from now on it is visible to them. There is no way back. */
export function setRevealed(db: Connection, presentationId: number): void {
  db.run('UPDATE presentations SET revealed = 1 WHERE id = :presentationId', { presentationId });
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

/** Whether the labels of this slice were ever visible to this reader. */
export function hasSeenLabels(db: Connection, sliceId: number, reader: string): boolean {
  const seen = labelsSeenSql({ slice: ':sliceId', reader: ':reader', atMs: null });
  return db.one(z.object({ seen: flag }), `SELECT ${seen} AS seen`, { sliceId, reader }).seen;
}

/** How many showings had a prediction in view. It only grows, so two equal counts mean that nothing more was seen. */
export function countSeenPredictions(db: Connection): number {
  return db.one(countRow, 'SELECT count(*) AS n FROM presentations WHERE prediction_visible = 1').n;
}

/**
 * Notes that a model's predictions of these slices were visible to a reader outside the viewer (a worklist, a table of
 * errors): one presentation for each slice that has a prediction (with a model of null: every slice, for out-of-fold
 * predictions) and none seen by this reader yet. With `onPurpose` the reader asked for a list that shows labels as well: the
 * slices stay visible to them from then on.
 * @returns how many were added
 */
export function insertSeenElsewhere(
  db: Connection,
  seen: {
    sliceIds: readonly number[];
    reader: string;
    modelId: number | null;
    shownMs: number;
    onPurpose: boolean;
  },
): number {
  return db.run(
    `INSERT INTO presentations
       (slice_id, reader, model_id, shown_ms, prediction_visible, listed_only, revealed, truth_visible)
     SELECT slices.id, :reader, :modelId, :shownMs, 1, 1, :onPurpose, :onPurpose FROM slices
     WHERE slices.id IN (SELECT value FROM json_each(:sliceIds))
       AND (:modelId IS NULL OR EXISTS (SELECT 1 FROM readable_predictions AS predictions
         WHERE predictions.model_id = :modelId AND predictions.slice_id = slices.id))
       AND NOT EXISTS (SELECT 1 FROM presentations AS known WHERE known.slice_id = slices.id
         AND known.reader = :reader AND known.prediction_visible = 1
         AND (NOT :onPurpose OR (known.revealed = 1 AND known.truth_visible = 1)))`,
    { ...seen, sliceIds: JSON.stringify(seen.sliceIds) },
  ).changes;
}
