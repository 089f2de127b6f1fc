import { z } from 'zod';
import { markFiguresSchema } from '../marks/mark-figures.ts';
import { markShapeSchema } from '../marks/mark-shape.ts';
import { idSchema, pathSchema } from './shared.ts';

/** A mark of this reader as it stands. */
export const markSchema = z.object({
  id: idSchema,
  sliceId: idSchema,
  shape: markShapeSchema,
  figures: markFiguresSchema,
  recordedMs: z.number(),
  auditSequence: z.number().int(),
});
export type Mark = z.infer<typeof markSchema>;

/** What the screen needs after an act on a mark. */
export const markOutcomeSchema = z.object({
  markId: idSchema,
  sliceId: idSchema,
  /** What was done; of an undo or redo, what was undone or redone. */
  act: z.enum(['added', 'changed', 'removed']),
  /** The kind of the mark that it was done to. */
  markKind: z.string(),
  /** As it stands now; null where it is gone. */
  mark: markSchema.nullable(),
  auditSequence: z.number().int(),
});
export type MarkOutcome = z.infer<typeof markOutcomeSchema>;

export const markMethods = {
  /** This reader's marks on the slices of a source; those of others are never shown. */
  'mark.list': { input: z.object({ sourceId: idSchema }), output: z.object({ marks: z.array(markSchema) }) },
  /** Adds a mark, or (with `markId`) changes one. Figures are measured on the slice's own pixels. */
  'mark.save': {
    input: z.object({ sliceId: idSchema, markId: idSchema.nullable(), shape: markShapeSchema }),
    output: markOutcomeSchema,
  },
  'mark.remove': { input: z.object({ markId: idSchema }), output: markOutcomeSchema },
  /** Asks where to save (system dialog) unless a folder is given, then writes CSV and JSON; files null when cancelled. */
  'mark.export': {
    input: z.object({ folder: pathSchema.nullable() }),
    output: z.object({ csv: z.string().nullable(), json: z.string().nullable(), marks: z.number().int() }),
  },
} as const;
