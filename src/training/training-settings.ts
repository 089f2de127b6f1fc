import { z } from 'zod';

/** Everything a run is made with, besides its data; stored with the run so that it can be replayed. */
export const trainingSettingsSchema = z.object({
  rounds: z.number().int().min(1).max(1000),
  batchSize: z.number().int().min(1).max(512),
  learningRate: z.number().positive(),
  /** Steps over which the learning rate rises linearly from 0 to its value. */
  warmUpSteps: z.number().int().nonnegative(),
  /** Seeds weight initialisation, shuffling and random crops. */
  seed: z.number().int().min(0).max(0xffffffff),
});
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

/** One round's figures. Validation figures are null when there is no validation part. */
export const epochRecordSchema = z.object({
  epoch: z.number().int().positive(),
  loss: z.number(),
  accuracy: z.number(),
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().nullable(),
  durationMs: z.number(),
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;
