import { z } from 'zod';
import { nothingSchema, pathSchema } from './shared.ts';

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

export const auditMethods = {
  'audit.page': {
    input: z.object({ beforeSequence: z.number().int().nullable(), limit: z.number().int().min(1).max(500) }),
    output: z.object({ total: z.number().int(), lines: z.array(auditLineSchema) }),
  },
  'audit.verify': { input: nothingSchema, output: chainVerdictSchema },
  /** Asks where to save (system dialog) unless a folder is given, then writes the CSV; path null when cancelled. */
  'audit.export': {
    input: z.object({ folder: pathSchema.nullable() }),
    output: z.object({ path: z.string().nullable(), entries: z.number().int(), headHash: z.string() }),
  },
} as const;
