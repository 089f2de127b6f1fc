import { z } from 'zod';
import { EVALUATION_FIGURES } from '../statistics/evaluation-statistics.ts';
import { ARCHITECTURE_NAMES } from '../training/architecture.ts';
import { preprocessingChoicesSchema } from '../training/preprocessing-choices.ts';
import { recipeSchema } from '../training/recipe.ts';
import { trainingSettingsSchema } from '../training/training-settings.ts';
import { idSchema, nothingSchema } from './shared.ts';
import { shortcutAuditSchema } from './shortcut-methods.ts';
import { figureSchema, measuredModelSchema } from './training-methods.ts';

/** What counts as one group, besides patient, study, file and pixels: near-duplicates, or also runs that look like one head. */
export const GROUPINGS = ['near-duplicates', 'look-alike-runs'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** One repeated, stratified, grouped cross-validation of a recipe on the development slices of a data set version. */
export const crossValidationSchema = z.object({
  id: idSchema,
  datasetId: idSchema,
  datasetName: z.string(),
  manifestSha256: z.string(),
  /** More than one: an inner cross-validation inside each fold chose among them. */
  recipes: z.array(recipeSchema).min(1),
  folds: z.number().int(),
  repeats: z.number().int(),
  /** Folds of the inner cross-validation; null where there was nothing to choose. */
  innerFolds: z.number().int().nullable(),
  grouping: z.enum(GROUPINGS),
  seed: z.number().int(),
  status: z.enum(['running', 'finished', 'stopped', 'failed']),
  reason: z.string().nullable(),
  startedMs: z.number(),
  finishedMs: z.number().nullable(),
});
export type CrossValidation = z.infer<typeof crossValidationSchema>;

/** What a cross-validation found. Every probability is out of fold: of a network that never saw the slice or its group. */
export const crossValidationResultSchema = z.object({
  run: crossValidationSchema,
  /** "Cross-validated, no sealed test" where the project has none. */
  heading: z.string(),
  /** Each repeat on its own, over all slices, pooled over its folds. */
  repeats: z.array(measuredModelSchema),
  /** The mean over the repeats of each figure; n counts slices once, however often they were repeated. */
  figures: z.record(z.enum(EVALUATION_FIGURES), figureSchema),
  /** Brier score, calibration error and mean log loss before and after temperatures fitted on the other folds. */
  calibration: z.object({
    temperatures: z.array(z.number()),
    before: z.object({ brier: z.number(), ece: z.number(), logLoss: z.number() }),
    after: z.object({ brier: z.number(), ece: z.number(), logLoss: z.number() }),
  }),
  /** The same figures on the slices of each source alone. */
  perSource: z.array(
    z.object({
      sourceId: idSchema,
      name: z.string(),
      n: z.number().int(),
      figures: z.record(z.enum(EVALUATION_FIGURES), figureSchema),
    }),
  ),
  /** What the picture's facts and brain statistics alone give away on the same folds; null where there are too few slices. */
  shortcuts: shortcutAuditSchema.nullable(),
  /** Which recipe (place in `recipes`) each fold chose; empty where there was nothing to choose. */
  choices: z.array(z.object({ repeat: z.number().int(), fold: z.number().int(), recipe: z.number().int() })),
  /** The labels most likely to be wrong, most suspect first, by confident learning on the mean over the repeats. */
  suspectLabels: z.array(
    z.object({
      sliceId: idSchema,
      sourceId: idSchema,
      file: z.string(),
      frame: z.number().int(),
      given: z.enum(['haemorrhage', 'none']),
      /** Mean out-of-fold probability of haemorrhage. */
      probability: z.number(),
    }),
  ),
});
export type CrossValidationResult = z.infer<typeof crossValidationResultSchema>;

export const crossValidationMethods = {
  'crossValidation.start': {
    input: z.object({
      datasetId: idSchema,
      architectures: z
        .array(z.enum(ARCHITECTURE_NAMES))
        .min(1)
        .max(ARCHITECTURE_NAMES.length)
        .refine((names) => new Set(names).size === names.length, 'A network is named twice.'),
      settings: trainingSettingsSchema.partial(),
      preprocessing: preprocessingChoicesSchema.optional(),
      folds: z.number().int().min(2).max(20),
      repeats: z.number().int().min(1).max(20),
      grouping: z.enum(GROUPINGS),
    }),
    output: z.object({ id: idSchema, jobId: z.string() }),
  },
  /** Goes on with one that was stopped or cut off; folds that are done are not trained again. */
  'crossValidation.continue': {
    input: z.object({ id: idSchema }),
    output: z.object({ id: idSchema, jobId: z.string() }),
  },
  'crossValidation.list': { input: nothingSchema, output: z.object({ runs: z.array(crossValidationSchema) }) },
  /** From the stored predictions. PPV and NPV need a stated prevalence, above 0 and below 1. */
  'crossValidation.result': {
    input: z.object({ id: idSchema, prevalence: z.number().gt(0).lt(1).nullable() }),
    output: crossValidationResultSchema,
  },
} as const;
