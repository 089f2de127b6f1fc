import { z } from 'zod';
import { nothingSchema, textSchema } from './shared.ts';

const studySchema = z.string().regex(/^study-[0-9a-f]{20}$/);

/** What a purge of a study takes away (predictions, labels, names), and what stays of it by hash (reads, marks). */
export const studyLossSchema = z.object({
  study: studySchema,
  source: z.string(),
  slices: z.number().int(),
  predictions: z.number().int(),
  labels: z.number().int(),
  reads: z.number().int(),
  marks: z.number().int(),
  /** Frozen versions that hold slices of it. */
  versions: z.array(z.string()),
  /** Copies of the database inside the project, which are deleted. */
  backups: z.number().int(),
});
export type StudyLoss = z.infer<typeof studyLossSchema>;

export const projectLossSchema = z.object({
  name: z.string(),
  folder: z.string(),
  entries: z.number().int(),
  sources: z.number().int(),
  slices: z.number().int(),
  reads: z.number().int(),
  models: z.number().int(),
  backups: z.number().int(),
});
export type ProjectLoss = z.infer<typeof projectLossSchema>;

export const purgeMethods = {
  'purge.studies': {
    input: nothingSchema,
    output: z.object({
      studies: z.array(z.object({ study: studySchema, source: z.string(), slices: z.number().int() })),
    }),
  },
  'purge.study-loss': { input: z.object({ study: studySchema }), output: studyLossSchema },
  'purge.project-loss': { input: nothingSchema, output: projectLossSchema },
  /** `confirmed` is the study's pseudonym, typed; `scrubbed` is false while somebody else reads the project. */
  'purge.study': {
    input: z.object({ study: studySchema, confirmed: textSchema }),
    output: z.object({ slices: z.number().int(), backups: z.number().int(), scrubbed: z.boolean() }),
  },
  /** Closes the project and leaves nothing of it; `confirmed` is its name, typed. */
  'purge.project': { input: z.object({ confirmed: textSchema }), output: z.object({ left: z.array(z.string()) }) },
} as const;
