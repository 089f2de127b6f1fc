import { z } from 'zod';
import type { Connection } from './connection.ts';
import { flag, json } from './row-types.ts';

export const MODEL_DOMAINS = ['png', 'ct', 'mixed'] as const;
export type ModelDomain = (typeof MODEL_DOMAINS)[number];

/** How a temperature was fitted; the negative log-likelihoods are means over the validation slices, in nats. */
export const temperatureFitSchema = z.object({
  /** Validation slices, and how many of them have haemorrhage. */
  n: z.number().int(),
  haemorrhages: z.number().int(),
  nllBefore: z.number(),
  nllAfter: z.number(),
  /** True when the best temperature lay outside of what is believed, and the nearer end was taken. */
  atLimit: z.boolean(),
});

const modelRow = z
  .object({
    id: z.number(),
    training_run_id: z.number(),
    name: z.string(),
    weights_file: z.string(),
    weights_sha256: z.string(),
    weights_byte_length: z.number(),
    threshold: z.number(),
    heatmap_scale: z.number(),
    domain: z.enum(MODEL_DOMAINS),
    synthetic: flag,
    created_ms: z.number(),
    temperature: z.number().nullable(),
    temperature_fit_json: json(temperatureFitSchema).nullable(),
  })
  .transform((row) => ({
    id: row.id,
    runId: row.training_run_id,
    name: row.name,
    /** Relative to the project's folder. */
    weightsFile: row.weights_file,
    weightsSha256: row.weights_sha256,
    weightsByteLength: row.weights_byte_length,
    threshold: row.threshold,
    heatmapScale: row.heatmap_scale,
    domain: row.domain,
    synthetic: row.synthetic,
    createdMs: row.created_ms,
    /** What logits are divided by for the calibrated probability; null where none was fitted. */
    temperature: row.temperature,
    temperatureFit: row.temperature_fit_json,
  }));
export type ModelRow = z.output<typeof modelRow>;

/** Adds a model and returns its id. */
export function insertModel(db: Connection, model: Omit<ModelRow, 'id'>): number {
  const { lastId } = db.run(
    `INSERT INTO models (training_run_id, name, weights_file, weights_sha256, weights_byte_length, threshold,
       heatmap_scale, domain, synthetic, created_ms, temperature, temperature_fit_json)
     VALUES (:runId, :name, :weightsFile, :weightsSha256, :weightsByteLength, :threshold, :heatmapScale, :domain,
       :synthetic, :createdMs, :temperature, :temperatureFit)`,
    { ...model, temperatureFit: model.temperatureFit && JSON.stringify(model.temperatureFit) },
  );
  return lastId;
}

export function findModel(db: Connection, modelId: number): ModelRow | null {
  return db.get(modelRow, 'SELECT * FROM models WHERE id = :modelId', { modelId });
}

export function findModelByName(db: Connection, name: string): ModelRow | null {
  return db.get(modelRow, 'SELECT * FROM models WHERE name = :name', { name });
}

/** The model that a run left; null where it left none. */
export function modelOfRun(db: Connection, runId: number): ModelRow | null {
  return db.get(modelRow, 'SELECT * FROM models WHERE training_run_id = :runId', { runId });
}

/** All models, newest first. */
export function listModelRows(db: Connection): ModelRow[] {
  return db.all(modelRow, 'SELECT * FROM models ORDER BY id DESC');
}

/** The model that reads for the project: the one of the newest promotion, null before the first. */
export function currentModel(db: Connection): ModelRow | null {
  return db.get(
    modelRow,
    'SELECT models.* FROM promotions JOIN models ON models.id = promotions.model_id ORDER BY promotions.id DESC LIMIT 1',
  );
}

export function insertPromotion(
  db: Connection,
  promotion: { modelId: number; reader: string; note: string | null; promotedMs: number },
): void {
  db.run(
    'INSERT INTO promotions (model_id, reader, note, promoted_ms) VALUES (:modelId, :reader, :note, :promotedMs)',
    { ...promotion },
  );
}
