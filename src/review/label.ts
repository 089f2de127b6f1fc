import { z } from 'zod';

/** The two labels that train and score; `unsure` and `excluded` never do. */
export const trainableLabelSchema = z.enum(['haemorrhage', 'none']);
export type TrainableLabel = z.infer<typeof trainableLabelSchema>;

export const labelSchema = z.enum(['haemorrhage', 'none', 'unsure', 'excluded']);
export type Label = z.infer<typeof labelSchema>;
