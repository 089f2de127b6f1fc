import { z } from 'zod';
import { pathSchema } from './shared.ts';

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
  z.object({ kind: z.literal('whole'), entries: z.number().int(), headHash: z.string() }),
  z.object({ kind: z.literal('broken'), sequence: z.number().int(), why: z.string() }),
]);
export type ChainVerdict = z.infer<typeof chainVerdictSchema>;

export const auditMethods = {
  'audit.page': {
    input: z.object({ beforeSequence: z.number().int().nullable(), limit: z.number().int().min(1).max(500) }),
    output: z.object({ total: z.number().int(), lines: z.array(auditLineSchema) }),
  },
  /** Recomputes the chain as a `verify-audit` job, also against a head that was kept; refused (`cancelled`) when that is cancelled. */
  'audit.verify': { input: z.object({ kept: keptHeadSchema.nullable() }), output: chainVerdictSchema },
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
