import { z } from 'zod';
import { methodCheckSchema } from '../../src/contract/heatmap-methods.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

const checkRow = z.object({
  id: z.number().int(),
  modelId: z.number().int(),
  seed: z.number().int(),
  slices: z.number().int(),
  missing: z.number().int(),
  methods: json(z.array(methodCheckSchema)),
  checkedMs: z.number(),
});
export type HeatmapCheckRow = z.output<typeof checkRow>;

/** Keeps a check of a model's heatmaps. */
export function insertHeatmapCheck(db: Connection, check: Omit<HeatmapCheckRow, 'id'>): void {
  db.run(
    `INSERT INTO heatmap_checks (model_id, seed, slices, missing, methods_json, checked_ms)
     VALUES (:modelId, :seed, :slices, :missing, :methods, :checkedMs)`,
    { ...check, methods: JSON.stringify(check.methods) },
  );
}

/** The newest check of a model, null before the first. */
export function newestHeatmapCheck(db: Connection, modelId: number): HeatmapCheckRow | null {
  return db.get(
    checkRow,
    `SELECT id, model_id AS modelId, seed, slices, missing, methods_json AS methods, checked_ms AS checkedMs
     FROM heatmap_checks WHERE model_id = :modelId ORDER BY id DESC LIMIT 1`,
    { modelId },
  );
}
