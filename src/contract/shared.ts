import { z } from 'zod';
import { cleanText } from '../review/clean-text.ts';
import { trainableLabelSchema } from '../review/label.ts';
import { isNetworkPath, NETWORK_FOLDER } from '../study/network-path.ts';

export const idSchema = z.number().int().positive();
/** What a person typed, as it is kept: without characters that neither the database nor canonical JSON can hold. */
export const textSchema = z.string().max(2000).transform(cleanText);
export const pathSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !isNetworkPath(path), NETWORK_FOLDER)
  .refine((path) => !path.includes('\0'), 'A path holds no null character.');

const isPathField = (field: unknown): boolean =>
  field === pathSchema ||
  ((field instanceof z.ZodNullable || field instanceof z.ZodOptional) && isPathField(field.unwrap()));

/**
 * The paths that a parsed input holds: its fields of `pathSchema`. The schema knows no system; what one system alone
 * refuses, whoever parses looks for.
 */
export function pathsIn(schema: { readonly shape: object }, input: object): string[] {
  const fields = new Map<string, unknown>(Object.entries(schema.shape));
  return Object.entries(input).flatMap(([key, value]) =>
    isPathField(fields.get(key)) && typeof value === 'string' ? [value] : [],
  );
}

export const nothingSchema = z.object({});

/** A probability with the model that gave it. */
export const predictionSchema = z.object({
  modelId: idSchema,
  modelName: z.string(),
  probability: z.number(),
  threshold: z.number(),
  call: trainableLabelSchema,
  /** Too near the threshold for the app to tell (the project's zone of doubt); the call then only counts in figures. */
  cannotTell: z.boolean(),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** Proportion `k` of `n` with its 95 % Wilson interval; `value` is null when n is 0. */
export const proportionSchema = z.object({
  k: z.number().int(),
  n: z.number().int(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Proportion = z.infer<typeof proportionSchema>;

export const labelCountsSchema = z.object({
  haemorrhage: z.number().int(),
  none: z.number().int(),
  unsure: z.number().int(),
  excluded: z.number().int(),
  unlabelled: z.number().int(),
});
export type LabelCounts = z.infer<typeof labelCountsSchema>;

/** How far a long job is. `total` is 0 while it is not known. */
export const jobSchema = z.object({
  jobId: z.string(),
  kind: z.enum([
    'open-study',
    'check-import',
    'commit-import',
    'predict',
    'train',
    'cross-validate',
    'export-dataset',
    'audit-shortcuts',
    'export-card',
    'export-reports',
    'demo',
    'find-duplicates',
    'open-test',
    'heatmap-check',
    'bulk-read',
    'verify-audit',
    'check-report',
  ]),
  status: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** What is being done now, for a person. */
  message: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  etaMs: z.number().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

/** Jobs that train networks: one at a time, and closing asks first. */
export const TRAINING_JOBS: readonly Job['kind'][] = ['train', 'cross-validate', 'demo'];
