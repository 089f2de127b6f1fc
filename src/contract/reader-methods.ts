import { z } from 'zod';
import { repeatSettingsSchema } from '../review/hidden-repeats.ts';
import { labelSchema } from '../review/label.ts';
import { idSchema, nothingSchema, pathSchema, textSchema } from './shared.ts';
import { figureSchema } from './training-methods.ts';

/** Which of a reader's reads of a slice counts. */
export const whichReadSchema = z.enum(['first', 'last']);

const pairAgreementSchema = z.object({
  n: z.number().int(),
  groups: z.number().int(),
  both: z.number().int(),
  firstOnly: z.number().int(),
  secondOnly: z.number().int(),
  neither: z.number().int(),
  agreement: figureSchema,
  kappa: figureSchema,
  pabak: figureSchema,
  positive: figureSchema,
  negative: figureSchema,
  paradox: z.string().nullable(),
});

const readingTimesSchema = z.object({
  n: z.number().int(),
  untimed: z.number().int(),
  paused: z.number().int(),
  medianMs: z.number().nullable(),
  lowerQuartileMs: z.number().nullable(),
  upperQuartileMs: z.number().nullable(),
  shortestMs: z.number().nullable(),
  longestMs: z.number().nullable(),
});

/** How readers agree on slices, or on studies. */
const agreementsSchema = z.object({
  /**
   * Every pair of readers. `leftOut`: what one of them called unsure or excluded; `labelsSeen`: slices of which one of them had
   * the source label before the read that counts. These are not left out: two who see a label agree with it more than they would alone.
   */
  pairs: z.array(
    pairAgreementSchema.extend({
      first: z.string(),
      second: z.string(),
      leftOut: z.number().int(),
      labelsSeen: z.number().int(),
    }),
  ),
  /** Fleiss' kappa over all readers; null with fewer than three. */
  fleiss: z.object({ readers: z.number().int(), figure: figureSchema, leftOut: z.number().int() }).nullable(),
});

/** What a project's readers have read and how they agree. All agreement is on haemorrhage against none. */
export const readerReportSchema = z.object({
  reads: whichReadSchema,
  readers: z.array(
    z.object({
      name: z.string(),
      joinedMs: z.number(),
      /** Slices that the reader has read, of all in the project; and how many times they read one again, knowing it. */
      slices: z.number().int(),
      reread: z.number().int(),
      adjudicated: z.number().int(),
      times: readingTimesSchema,
      timesByLabel: z.array(z.object({ label: labelSchema, times: readingTimesSchema })),
      /** Reads before and after the reader had seen the AI's mind. */
      timesByAi: z.array(z.object({ aiSeen: z.boolean(), times: readingTimesSchema })),
      /** Against the label that came with the data, where there is one. `labelsSeen`: reads left out since it was before their reader. */
      reference: pairAgreementSchema.extend({ leftOut: z.number().int(), labelsSeen: z.number().int() }),
      /** The same by whether the reader had seen the AI's mind of the slice before that read. */
      referenceByAi: z.array(
        z.object({
          aiSeen: z.boolean(),
          accuracy: figureSchema,
          /** Of slices whose source label is haemorrhage, and of the others, how many were read so. */
          sensitivity: figureSchema,
          specificity: figureSchema,
          /** Slices read as unsure or excluded. */
          leftOut: z.number().int(),
          labelsSeen: z.number().int(),
        }),
      ),
      /** First read against hidden repeat. `leftOut`: unsure or excluded in one of the two; `undone`: one of them taken back. */
      repeats: pairAgreementSchema.extend({
        leftOut: z.number().int(),
        undone: z.number().int(),
      }),
    }),
  ),
  slices: z.number().int(),
  ...agreementsSchema.shape,
  /** Of calls of whole studies: how many studies are called by anybody, and how readers agree on them. */
  studies: agreementsSchema.extend({ called: z.number().int() }),
  disputed: z.number().int(),
  adjudicated: z.number().int(),
  /** Slices that are in no figure for this reader, since they are still to read or to go on from. 0 for whoever sees all. */
  closed: z.number().int(),
});
export type ReaderReport = z.infer<typeof readerReportSchema>;

/** A slice that readers disagree on. Who is who is told once it is decided. */
export const adjudicationCaseSchema = z.object({
  sliceId: idSchema,
  sourceId: idSchema,
  reads: z.array(
    z.object({
      /** "Reader A" until it is decided; the letters are dealt anew for each slice. */
      who: z.string(),
      label: labelSchema,
      confidence: z.number().int().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  decision: z.object({ label: labelSchema, by: z.string(), reason: z.string().nullable() }).nullable(),
});
export type AdjudicationCase = z.infer<typeof adjudicationCaseSchema>;

export const readerMethods = {
  /** Who has joined the project, and who is signed in ('' for nobody). */
  'reader.list': {
    input: nothingSchema,
    output: z.object({
      readers: z.array(z.object({ name: z.string(), joinedMs: z.number() })),
      current: z.string(),
      /** The system's account, and the reader that it vouches for here; absent where the system names none. */
      account: z.object({ name: z.string(), vouchesFor: z.string().nullable() }).optional(),
    }),
  },
  /** Signs a reader in by name; the name comes back as the project knows it. With `bind` the account vouches for it from then on. */
  'reader.signIn': {
    input: z.object({ name: textSchema, bind: z.boolean().default(false) }),
    output: z.object({ name: z.string() }),
  },
  'reader.signOut': { input: nothingSchema, output: nothingSchema },
  'readers.report': { input: z.object({ reads: whichReadSchema }), output: readerReportSchema },
  /** Asks where to save (system dialog) unless a folder is given; folder null when cancelled. */
  'readers.export': {
    input: z.object({ folder: pathSchema.nullable(), reads: whichReadSchema }),
    output: z.object({ files: z.array(z.string()) }),
  },
  'repeats.get': { input: nothingSchema, output: repeatSettingsSchema },
  'repeats.set': { input: repeatSettingsSchema.omit({ seed: true }), output: repeatSettingsSchema },
  /** What is to be adjudicated and what was. With `opening` it goes on record that this reader has these reads before them. */
  'adjudication.queue': {
    input: z.object({ opening: z.boolean() }),
    output: z.object({ cases: z.array(adjudicationCaseSchema) }),
  },
} as const;
