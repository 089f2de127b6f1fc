import { z } from 'zod';
import { framingSchema } from '../prediction/framing.ts';
import { ctWindowSchema, MOST_CT_WINDOWS } from '../prediction/preprocessing.ts';

/** What a person may choose of preprocessing. What is not said is the architecture's default. */
export const preprocessingChoicesSchema = z.object({
  framing: framingSchema.optional(),
  /** CT through these windows, one channel each. The head and its midline are found on the first. */
  ctWindows: z.array(ctWindowSchema).min(1).max(MOST_CT_WINDOWS).optional(),
  /** Brain to 0 and bone to 1. */
  standardise: z.boolean().optional(),
  /** The difference between the two sides as further channels. */
  mirrorDifference: z.boolean().optional(),
});
export type PreprocessingChoices = z.infer<typeof preprocessingChoicesSchema>;
