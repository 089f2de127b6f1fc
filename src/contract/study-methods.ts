import { z } from 'zod';
import { bleedSchema, studyLabelSchema } from '../review/study-call.ts';
import { markOutcomeSchema } from './mark-methods.ts';
import { readOutcomeSchema } from './review-methods.ts';
import { idSchema, nothingSchema, pathSchema, proportionSchema, textSchema } from './shared.ts';

const confidenceSchema = z.number().int().min(1).max(5).nullable();

/** One act of a reader on a whole study. */
export const studyCallSchema = z.object({
  id: idSchema,
  /** The study's pseudonym. */
  study: z.string(),
  reader: z.string(),
  /** `read` is the call itself. */
  kind: z.enum(['read', 'undo', 'redo']),
  targetReadId: idSchema.nullable(),
  /** What stands for this reader after the act; null where nothing does. */
  label: studyLabelSchema.nullable(),
  bleeds: z.array(bleedSchema),
  confidence: confidenceSchema,
  note: z.string().nullable(),
  recordedMs: z.number(),
  auditSequence: z.number().int(),
});
export type StudyCall = z.infer<typeof studyCallSchema>;

/** A study of a source, with what the reader who asks says of it. */
export const listedStudySchema = z.object({
  study: z.string(),
  /** Indexes of its series in the source. */
  series: z.array(z.number().int()),
  slices: z.number().int(),
  /** Why it takes no call; null where it does. */
  whyNot: z.string().nullable(),
  /** The reader's own call that stands. Others' calls are not told here. */
  standing: studyCallSchema.nullable(),
});
export type ListedStudy = z.infer<typeof listedStudySchema>;

/** What the screen needs after an act on a study was committed. */
export const studyOutcomeSchema = z.object({
  call: studyCallSchema,
  /** The reader's call that stands now. */
  standing: studyCallSchema.nullable(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type StudyOutcome = z.infer<typeof studyOutcomeSchema>;

/** The act that an undo or redo was about, by its kind. */
export const actOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), outcome: readOutcomeSchema }),
  z.object({ kind: z.literal('study-call'), outcome: studyOutcomeSchema }),
  z.object({ kind: z.literal('mark'), outcome: markOutcomeSchema, canUndo: z.boolean(), canRedo: z.boolean() }),
]);
export type ActOutcome = z.infer<typeof actOutcomeSchema>;

export const studyMethods = {
  /** The studies of a source, and the specificity per slice of the model that reads for the project. */
  'study.list': {
    input: z.object({ sourceId: idSchema }),
    output: z.object({
      studies: z.array(listedStudySchema),
      /** On slices that the model did not learn from; null where that was not measured. */
      specificity: z.object({ model: z.string(), heading: z.string(), figure: proportionSchema }).nullable(),
    }),
  },
  /** Records what the reader says of a whole study. */
  'study.call': {
    input: z.object({
      study: z.string().min(1).max(100),
      label: studyLabelSchema,
      bleeds: z.array(bleedSchema).max(5),
      confidence: confidenceSchema,
      note: textSchema.nullable(),
      /** Whether anything that the model thinks of the study is on the screen. */
      predictionVisible: z.boolean(),
    }),
    output: studyOutcomeSchema,
  },
  /** Asks where to save (system dialog) unless a folder is given, then writes every call that stands; path null when cancelled. */
  'study.export': {
    input: z.object({ folder: pathSchema.nullable() }),
    output: z.object({ path: z.string().nullable(), calls: z.number().int() }),
  },
  /** Takes back the reader's newest act that stands, of whatever kind. */
  'act.undo': { input: nothingSchema, output: actOutcomeSchema },
  /** Restores what the reader's last undo took back. */
  'act.redo': { input: nothingSchema, output: actOutcomeSchema },
} as const;
