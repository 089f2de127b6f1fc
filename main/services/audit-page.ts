import { z } from 'zod';
import { auditEntrySchema } from '../../src/audit/audit-entry.ts';
import { entrySummary } from '../../src/audit/entry-summary.ts';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import type { AuditLine } from '../../src/contract/audit-methods.ts';
import type { MethodInput, MethodOutput } from '../../src/contract/contract.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { auditEntriesBefore, auditHead } from '../store/audit-log.ts';
import { sliceIdsOfKeys } from '../store/slices.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * A page of the timeline, newest first. An entry that cannot be understood is shown as such, not left out.
 * @param viewer reads of others that are closed to them stand as such; null for all of it
 */
export function auditPage(
  ctx: ServiceContext,
  input: MethodInput<'audit.page'>,
  viewer: Viewer | null = null,
): MethodOutput<'audit.page'> {
  const { db } = ctx.store;
  const lines = auditEntriesBefore(db, input.beforeSequence, input.limit).map(lineOf);
  return { total: auditHead(db).entries, lines: viewer === null ? lines : linesFor(ctx, viewer, lines) };
}

function lineOf({ sequence, entryJson, hash }: ChainedEntry): AuditLine {
  const line = { sequence, hash, entryJson };
  try {
    const entry = auditEntrySchema.parse(JSON.parse(entryJson));
    return { ...line, time: entry.time, event: entry.event, reader: entry.reader, summary: entrySummary(entry) };
  } catch {
    const summary = 'This entry cannot be read. Verify the log to see whether it was changed.';
    return { ...line, time: '', event: 'unreadable', reader: null, summary };
  }
}

const actSchema = z.object({
  reader: z.string(),
  fileSha256: z.string(),
  frame: z.number().int(),
  readId: z.number().int(),
});

/** The lines without what other readers made of slices that nobody has adjudicated. The whole log is in the exported report. */
function linesFor(ctx: ServiceContext, viewer: Viewer, lines: readonly AuditLine[]): AuditLine[] {
  const acts = new Map(
    lines.flatMap((line) => {
      const act = actSchema.safeParse(line.event === 'unreadable' ? null : JSON.parse(line.entryJson)).data;
      return act && readerKey(act.reader) !== readerKey(viewer.reader) ? [[line.sequence, sliceKey(act)] as const] : [];
    }),
  );
  if (acts.size === 0) return [...lines];
  const ids = sliceIdsOfKeys(ctx.store.db, [...acts.values()]);
  const sight = sightOf(ctx, viewer, [...ids.values()]);
  const closed = (key: string | undefined): boolean => key !== undefined && !sight(ids.get(key) ?? 0).othersReads;
  return lines.map((line) => (closed(acts.get(line.sequence)) ? { ...line, ...CLOSED } : line));
}

const CLOSED = {
  summary: 'What another reader made of a slice: closed to you until it is adjudicated.',
  entryJson: 'Closed to you until the slice is adjudicated. The exported report has it.',
};
