import { z } from 'zod';
import { preprocessingSchema } from '../prediction/preprocessing.ts';
import { labelSchema, trainableLabelSchema } from '../review/label.ts';
import { EVALUATION_FIGURES } from '../statistics/evaluation-statistics.ts';
import { ARCHITECTURE_NAMES, architectureSchema } from '../training/architecture.ts';
import { augmentationSchema } from '../training/augmentation.ts';
import { preprocessingChoicesSchema } from '../training/preprocessing-choices.ts';
import { epochRecordSchema, trainingSettingsSchema } from '../training/training-settings.ts';
import { idSchema, nothingSchema, proportionSchema, textSchema } from './shared.ts';

export const trainingRunSchema = z.object({
  id: idSchema,
  datasetId: idSchema,
  datasetName: z.string(),
  architecture: architectureSchema,
  preprocessing: preprocessingSchema,
  settings: trainingSettingsSchema,
  status: z.enum(['running', 'finished', 'stopped', 'diverged', 'failed']),
  reason: z.string().nullable(),
  epochs: z.array(epochRecordSchema),
  counts: z.object({ training: z.number().int(), validation: z.number().int(), heldOut: z.number().int() }),
  startedMs: z.number(),
  finishedMs: z.number().nullable(),
  modelId: idSchema.nullable(),
  /** Whether it was cut off and can be continued from its checkpoint; absent means no. */
  continuable: z.boolean().optional(),
});
export type TrainingRun = z.infer<typeof trainingRunSchema>;

/** Which slices figures were made on, and what that is worth. `heading` says it in words above every figure. */
export const evidenceSchema = z.discriminatedUnion('kind', [
  /** Development slices that the model did not learn from; choices between models are made on them. */
  z.object({ kind: z.literal('held-out'), heading: z.string() }),
  /** Out-of-fold predictions of one repeat (0-based) of a cross-validation. */
  z.object({
    kind: z.literal('cross-validated'),
    heading: z.string(),
    crossValidationId: idSchema,
    repeat: z.number().int(),
  }),
  /** A sealed test set, opened after the choice. `look` counts from 1. */
  z.object({
    kind: z.literal('sealed-test'),
    heading: z.string(),
    testSet: z.string(),
    testSetSha256: z.string(),
    look: z.number().int(),
  }),
  /** All labelled slices of a source that the model learnt nothing from. */
  z.object({ kind: z.literal('other-source'), heading: z.string(), sourceId: idSchema }),
]);
export type Evidence = z.infer<typeof evidenceSchema>;

/** A temperature, and what it was fitted on: validation slices that the model neither learnt from nor is measured on. */
export const temperatureSchema = z.object({
  temperature: z.number(),
  n: z.number().int(),
  haemorrhages: z.number().int(),
  /** True when the fit ran to the end of what is believed: it says little then. */
  atLimit: z.boolean(),
});

const calibrationFiguresSchema = z.object({ brier: z.number(), ece: z.number(), logLoss: z.number() });

/** Figures of one model (or of one recipe, cross-validated) on one list of slices under one named label version. */
export const evaluationSchema = z.object({
  /** Null for the out-of-fold predictions of a cross-validation, which come from many networks. */
  modelId: idSchema.nullable(),
  modelName: z.string(),
  evidence: evidenceSchema,
  datasetId: idSchema,
  datasetName: z.string(),
  threshold: z.number(),
  /** What was fitted on the model's validation slices; null (or absent) where there is none. */
  temperature: temperatureSchema.nullable().optional(),
  n: z.number().int(),
  confusion: z.object({
    truePositives: z.number().int(),
    falsePositives: z.number().int(),
    trueNegatives: z.number().int(),
    falseNegatives: z.number().int(),
  }),
  accuracy: proportionSchema,
  sensitivity: proportionSchema,
  specificity: proportionSchema,
  /** Never trained on, never scored. */
  unsure: z.number().int(),
  excluded: z.number().int(),
  /** Held-out slices that could not be read any more, by name. */
  missing: z.array(z.object({ file: z.string(), message: z.string() })),
  slices: z.array(
    z.object({
      sliceId: idSchema,
      sourceId: idSchema,
      file: z.string(),
      frame: z.number().int(),
      label: z.enum(['haemorrhage', 'none']),
      probability: z.number(),
      /** Slices of one group (same patient, study, file or pixels) are not independent of each other. */
      group: z.string(),
      outcome: z.enum(['true-positive', 'false-positive', 'true-negative', 'false-negative']),
    }),
  ),
  /** Slices that are hidden from this reader: above they stand under other numbers, until `evaluation.unveil`. Absent: none. */
  hidden: z.array(idSchema).optional(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** One figure with its 95 % interval; `reason` says why there is no value or no interval. */
export const figureSchema = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.number().int(),
  method: z.string(),
  reason: z.string().nullable(),
});

/** An evaluation with every figure that a reviewer asks for; intervals by groups where groups hold more than one slice. */
export const measuredModelSchema = evaluationSchema.extend({
  groupCount: z.number().int(),
  slicesAreIndependent: z.boolean(),
  figures: z.record(z.enum(EVALUATION_FIGURES), figureSchema),
  /** Brier score, calibration error and mean log loss of the raw probabilities, and after the temperature. */
  calibration: z.object({ before: calibrationFiguresSchema, after: calibrationFiguresSchema }).nullable(),
  /** What a reader must know before believing the figures, in words. */
  warnings: z.array(z.string()),
});
export type MeasuredModel = z.infer<typeof measuredModelSchema>;

/** What can be said of a candidate against the current model. Differences are candidate less current. */
export const modelVerdictSchema = z.object({
  kind: z.enum(['improvement', 'worsening', 'no-provable-improvement']),
  words: z.string(),
  mcNemarP: z.number(),
  accuracyDifference: figureSchema,
  aucDifference: figureSchema,
});
export type ModelVerdict = z.infer<typeof modelVerdictSchema>;

/** The labels that one frozen version corrected, and what both models of a comparison call those slices. */
export const correctionBatchSchema = z.object({
  version: z.string(),
  note: z.string().nullable(),
  /** Slices that this version has and the one before it has not, and the reverse: no corrections. */
  added: z.number().int(),
  removed: z.number().int(),
  corrected: z.array(
    z.object({
      sliceId: idSchema,
      sourceId: idSchema,
      file: z.string(),
      frame: z.number().int(),
      before: labelSchema,
      after: labelSchema,
      reader: z.string().nullable(),
      /** Of the candidate's split: on what it learnt from, a call that follows the label is no evidence. Null: not in it. */
      part: z.enum(['training', 'validation', 'held-out']).nullable(),
      /** Null where the slice could not be predicted. */
      baselineCall: trainableLabelSchema.nullable(),
      candidateCall: trainableLabelSchema.nullable(),
    }),
  ),
});
export type CorrectionBatch = z.infer<typeof correctionBatchSchema>;

export const modelSchema = z.object({
  id: idSchema,
  name: z.string(),
  runId: idSchema,
  architectureName: z.string(),
  datasetId: idSchema,
  datasetName: z.string(),
  weightsSha256: z.string(),
  weightsFound: z.boolean(),
  threshold: z.number(),
  temperature: temperatureSchema.nullable(),
  domain: z.enum(['png', 'ct', 'mixed']),
  synthetic: z.boolean(),
  createdMs: z.number(),
  current: z.boolean(),
  /** Figures on the run's own held-out slices, null when not yet measured. */
  accuracy: proportionSchema.nullable(),
  sensitivity: proportionSchema.nullable(),
  specificity: proportionSchema.nullable(),
});
export type Model = z.infer<typeof modelSchema>;

const picturesSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

export const trainingMethods = {
  'training.start': {
    input: z.object({
      datasetId: idSchema,
      architecture: z.enum(ARCHITECTURE_NAMES),
      settings: trainingSettingsSchema.partial(),
      preprocessing: preprocessingChoicesSchema.optional(),
      /** Learns from these sources alone; null for all. */
      sourceIds: z.array(idSchema).min(1).max(1000).nullable(),
    }),
    output: z.object({ runId: idSchema, jobId: z.string() }),
  },
  /** A labelled slice as the network would see it, and eight seeded changes of it. */
  'training.preview': {
    input: z.object({
      architecture: z.enum(ARCHITECTURE_NAMES),
      preprocessing: preprocessingChoicesSchema,
      augmentation: augmentationSchema,
      seed: z.number().int().min(0).max(0xffffffff),
      /** Which of the labelled slices, counted from 0; after the last comes the first again. */
      place: z.number().int().nonnegative(),
    }),
    output: z.object({
      file: z.string(),
      frame: z.number().int(),
      /** How many slices there are to choose from. */
      slices: z.number().int(),
      side: z.number().int(),
      channels: z.number().int(),
      /** [9, channels, side, side], 0 black to 255 white; the first is the slice as it is. */
      pictures: picturesSchema,
    }),
  },
  /** Ends a run early and keeps what was learnt. */
  'training.stop': { input: z.object({ runId: idSchema }), output: nothingSchema },
  /** Goes on with a run that was cut off, from its checkpoint. */
  'training.continue': {
    input: z.object({ runId: idSchema }),
    output: z.object({ runId: idSchema, jobId: z.string() }),
  },
  /** Gives the checkpoint of such a run up. */
  'training.discard': { input: z.object({ runId: idSchema }), output: nothingSchema },
  'training.runs': { input: nothingSchema, output: z.object({ runs: z.array(trainingRunSchema) }) },
  'model.list': { input: nothingSchema, output: z.object({ models: z.array(modelSchema) }) },
  /** On the labelled slices of a source that the model learnt nothing from, under the newest data set version. */
  'model.evaluateSource': { input: z.object({ modelId: idSchema, sourceId: idSchema }), output: measuredModelSchema },
  'model.evaluate': { input: z.object({ modelId: idSchema }), output: measuredModelSchema },
  /** Both models on the same held-out slices of the newer model's split, under that split's data set version. */
  'model.compare': {
    input: z.object({ candidateId: idSchema, baselineId: idSchema }),
    output: z.object({
      labelVersion: z.string(),
      candidate: evaluationSchema,
      baseline: evaluationSchema,
      /** Held-out slices that the baseline had been trained on: its figures are then too kind, said in words. */
      seenByBaseline: z.number().int(),
      /** Whether the candidate is better, by the group bootstrap of the difference and McNemar's exact test, in words. */
      verdict: modelVerdictSchema,
      /** Slices where the calls differ. */
      flipped: z.array(z.object({ sliceId: idSchema, sourceId: idSchema, file: z.string(), better: z.boolean() })),
      /** The versions between the data of both models, oldest first; empty unless the candidate's is the later one. */
      corrections: z.array(correctionBatchSchema),
    }),
  },
  /** Which slices stand behind the numbers of those that an evaluation hid (all of them are named); goes on record first. */
  'evaluation.unveil': {
    input: z.object({ modelId: idSchema.nullable(), sliceIds: z.array(idSchema).max(1_000_000) }),
    output: z.object({
      slices: z.array(
        z.object({
          alias: idSchema,
          sliceId: idSchema,
          sourceId: idSchema,
          file: z.string(),
          frame: z.number().int(),
        }),
      ),
    }),
  },
  'model.promote': { input: z.object({ modelId: idSchema, note: textSchema.nullable() }), output: modelSchema },
} as const;
