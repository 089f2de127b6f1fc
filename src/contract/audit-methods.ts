import { z } from 'zod';
import { trainableLabelSchema } from '../review/label.ts';
import { recordedViewSchema } from '../viewing/recorded-view.ts';
import { idSchema, pathSchema } from './shared.ts';

/** A head that somebody kept from an export. */
const keptHeadSchema = z.object({
  entries: z.number().int().nonnegative(),
  headHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type KeptHead = z.infer<typeof keptHeadSchema>;

/** One line of the timeline, ready to read. */
export const auditLineSchema = z.object({
  sequence: z.number().int(),
  time: z.string(),
  event: z.string(),
  reader: z.string().nullable(),
  summary: z.string(),
  hash: z.string(),
  entryJson: z.string(),
});
export type AuditLine = z.infer<typeof auditLineSchema>;

export const chainVerdictSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('whole'),
    entries: z.number().int(),
    headHash: z.string(),
    /** Entries before which the computer's clock was set back; absent where there is none. */
    clockSetBackAt: z.array(z.number().int()).optional(),
  }),
  z.object({ kind: z.literal('broken'), sequence: z.number().int(), why: z.string() }),
]);
export type ChainVerdict = z.infer<typeof chainVerdictSchema>;

/** What a report says from its file alone. */
const checkedReportSchema = z.object({
  /** The file's name, without its folder. */
  name: z.string(),
  chain: chainVerdictSchema,
  /** Of the signature that lies beside the file; null where none does. */
  signature: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('signed'),
        fingerprint: z.string(),
        /** Whether it is the key of this installation. */
        isOwnKey: z.boolean(),
        time: z.string(),
      }),
      z.object({ kind: z.literal('refused'), why: z.string() }),
    ])
    .nullable(),
});
export type CheckedReport = z.infer<typeof checkedReportSchema>;

/** What an entry's moment can still show, in its parts; `why` says in a sentence why a part is missing. */
export const momentSchema = z.object({
  line: auditLineSchema,
  /** Null where the entry is about no slice, or is closed to this reader. */
  slice: z
    .object({
      study: z.string(),
      series: z.string(),
      fileSha256: z.string(),
      /** 0-based. */
      frame: z.number().int(),
      /** Null where the picture cannot be shown any more. */
      sliceId: idSchema.nullable(),
      why: z.string().nullable(),
    })
    .nullable(),
  /** Null where the entry names none, or it is hidden from this reader. */
  prediction: z
    .object({
      model: z.string(),
      weightsSha256: z.string(),
      /** Null where that model is not in the project any more. */
      modelId: idSchema.nullable(),
      probability: z.number(),
      threshold: z.number(),
      call: trainableLabelSchema,
    })
    .nullable(),
  recomputed: z.discriminatedUnion('kind', [
    /** `difference` is 0 where both are equal to the last bit; `equal` also allows for the order of sums in a batch. */
    z.object({ kind: z.literal('computed'), probability: z.number(), difference: z.number(), equal: z.boolean() }),
    z.object({ kind: z.literal('not'), why: z.string() }),
  ]),
  /** Null where the entry does not hold it. */
  view: recordedViewSchema.nullable(),
});
export type Moment = z.infer<typeof momentSchema>;

export const auditMethods = {
  /** The moment of an entry, named by its number, or by its hash or the first 8 digits or more of it. */
  'audit.moment': { input: z.object({ entry: z.string().min(1).max(100) }), output: momentSchema },
  'audit.page': {
    input: z.object({ beforeSequence: z.number().int().nullable(), limit: z.number().int().min(1).max(500) }),
    output: z.object({ total: z.number().int(), lines: z.array(auditLineSchema) }),
  },
  /** Recomputes the chain as a `verify-audit` job, also against a head that was kept; refused (`cancelled`) when that is cancelled. */
  'audit.verify': { input: z.object({ kept: keptHeadSchema.nullable() }), output: chainVerdictSchema },
  /**
   * Asks for an exported report (system dialog), of whatever project, and recomputes it from the file alone as a `check-report`
   * job; null when the dialog is cancelled, refused (`cancelled`) when the job is.
   */
  'audit.checkReport': { input: z.object({ kept: keptHeadSchema.nullable() }), output: checkedReportSchema.nullable() },
  /** Asks for an exported file (system dialog) unless one is given, and reads the head it carries; null when cancelled. */
  'audit.readHead': {
    input: z.object({ file: pathSchema.nullable() }),
    output: z.object({ head: keptHeadSchema.nullable() }),
  },
  /** Asks where to save (system dialog) unless a folder is given, then writes the CSV; path null when cancelled. */
  'audit.export': {
    input: z.object({ folder: pathSchema.nullable() }),
    output: z.object({ path: z.string().nullable(), entries: z.number().int(), headHash: z.string() }),
  },
} as const;
