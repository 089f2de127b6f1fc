import { z } from 'zod';
import { augmentationSchema } from './augmentation.ts';
import { classWeightsSchema } from './class-weights.ts';
import { ensembleSchema } from './ensemble.ts';

/** Everything a run is made with, besides its data; stored with the run so that it can be replayed. */
export const trainingSettingsSchema = z.object({
  rounds: z.number().int().min(1).max(1000),
  batchSize: z.number().int().min(1).max(512),
  learningRate: z.number().positive(),
  /** Steps over which the learning rate rises linearly from 0 to its value. */
  warmUpSteps: z.number().int().nonnegative(),
  /** Seeds weight initialisation, shuffling, random crops, augmentation and dropout. */
  seed: z.number().int().min(0).max(0xffffffff),
  /** What the rate does after the warm-up; constant where nothing is said. */
  learningRateSchedule: z.enum(['constant', 'cosine']).optional(),
  /** Share of each kernel (not of biases and scales) that a step takes off, times the rate (AdamW). */
  weightDecay: z.number().min(0).max(1).optional(),
  /** Share of certainty taken from the labels: 0.05 makes a haemorrhage 0.975. */
  labelSmoothing: z.number().min(0).lt(1).optional(),
  augmentation: augmentationSchema.optional(),
  /** All slices count once where nothing is said. */
  classWeights: classWeightsSchema.optional(),
  /** One network where nothing is said. */
  ensemble: ensembleSchema.optional(),
  /** Whether answers are the mean of those to the slice and to its mirror image. */
  testTimeFlip: z.boolean().optional(),
});
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

/** One round's figures of one network. Validation figures are null when there is no validation part. */
export const epochRecordSchema = z.object({
  epoch: z.number().int().positive(),
  /** Which network of an ensemble, counted from 1; absent where there is one alone. */
  member: z.number().int().positive().optional(),
  loss: z.number(),
  accuracy: z.number(),
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().nullable(),
  durationMs: z.number(),
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;
