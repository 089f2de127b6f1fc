import { z } from 'zod';
import { idSchema, nothingSchema, pathSchema } from './shared.ts';

/** One thing wrong with a set to be imported. `row` is the CSV's line number (1 = header), null for folders of classes. */
export const importProblemSchema = z.object({
  code: z.enum([
    'missing-file',
    'row-without-file',
    'duplicate-id',
    'conflicting-labels',
    'unknown-label',
    'unreadable-image',
    'wrong-columns',
    'no-such-frame',
    'outside-folder',
    'no-images',
    'duplicate-file',
    'file-without-row',
  ]),
  row: z.number().int().nullable(),
  file: z.string().nullable(),
  message: z.string(),
});
export type ImportProblem = z.infer<typeof importProblemSchema>;

export const importReportSchema = z.object({
  token: z.string(),
  root: z.string(),
  layout: z.enum(['csv', 'class-folders']),
  labelOrigin: z.string(),
  /** Slices that can be imported, by label. */
  good: z.object({ haemorrhage: z.number().int(), none: z.number().int() }),
  /** Good slices already in the project (same bytes). */
  known: z.number().int(),
  problems: z.array(importProblemSchema),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const importMethods = {
  /** Reads and checks everything, stores nothing. Progress as a `check-import` job; `import-checked` brings the report. */
  'import.check': { input: z.object({ folder: pathSchema }), output: z.object({ jobId: z.string() }) },
  /** Imports the good slices of a checked set, in one transaction. */
  'import.commit': {
    input: z.object({ token: z.string().max(100) }),
    output: z.object({ sourceId: idSchema, slices: z.number().int() }),
  },
  'import.discard': { input: z.object({ token: z.string().max(100) }), output: nothingSchema },
} as const;
