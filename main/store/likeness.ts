import { z } from 'zod';
import type { Connection } from './connection.ts';

const likenessRow = z.object({
  sliceId: z.number().int(),
  pValue: z.number(),
  feature: z.string(),
  deviations: z.number(),
});
export type LikenessRow = z.output<typeof likenessRow>;

/** Keeps how unlike a model's training slices these are; what is known stays. */
export function insertLikeness(db: Connection, modelId: number, rows: readonly LikenessRow[]): void {
  for (const row of rows) {
    db.run(
      `INSERT OR IGNORE INTO likeness (model_id, slice_id, p_value, feature, deviations)
       VALUES (:modelId, :sliceId, :pValue, :feature, :deviations)`,
      { modelId, ...row },
    );
  }
}

/** What is known of a source's slices (or of one of them) under a model, by slice id. */
export function likenessOfSource(
  db: Connection,
  modelId: number,
  sourceId: number,
  sliceId: number | null = null,
): Map<number, LikenessRow> {
  const rows = db.all(
    likenessRow,
    `SELECT slice_id AS sliceId, p_value AS pValue, feature, deviations FROM likeness
     JOIN source_slices USING (slice_id) WHERE model_id = :modelId AND source_id = :sourceId
       AND (:sliceId IS NULL OR slice_id = :sliceId)`,
    { modelId, sourceId, sliceId },
  );
  return new Map(rows.map((row) => [row.sliceId, row]));
}
