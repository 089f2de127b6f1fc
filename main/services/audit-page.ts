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

const actSchema = z.object({
  event: z.enum(['read', 'repeat-read', 'adjudication', 'read-undone', 'read-redone']),
  reader: z.string(),
  fileSha256: z.string(),
  frame: z.number(),
});

/**
 * A page of the timeline, newest first. An entry that cannot be understood is shown as such, not left out. Of acts on slices whose labels
 * are hidden from the viewer, and of other readers' acts that are closed to them, it says that they were made, and no more; the exported report has them in full.
 */
export function auditPage(
  ctx: ServiceContext,
  input: MethodInput<'audit.page'>,
  viewer: Viewer,
): MethodOutput<'audit.page'> {
  const { db } = ctx.store;
  const entries = auditEntriesBefore(db, input.beforeSequence, input.limit).map((chained) => ({
    line: lineOf(chained),
    act: actOf(chained),
  }));
  const sliceIds = sliceIdsOfKeys(
    db,
    entries.flatMap(({ act }) => (act ? [sliceKey(act)] : [])),
  );
  const sight = sightOf(ctx, viewer, [...sliceIds.values()]);
  const own = readerKey(viewer.reader);
  const lines = entries.map(({ line, act }) => {
    const sliceId = act === null ? undefined : sliceIds.get(sliceKey(act));
    if (act === null || sliceId === undefined) return line;
    const { truth, othersReads } = sight(sliceId);
    return (readerKey(act.reader) === own ? truth : othersReads) ? line : hiddenLine(line);
  });
  return { total: auditHead(db).entries, lines };
}

/** The slice that a read, undo or redo was about, and whose it was. */
function actOf({ entryJson }: ChainedEntry): z.output<typeof actSchema> | null {
  try {
    return actSchema.parse(JSON.parse(entryJson));
  } catch {
    return null;
  }
}

function hiddenLine(line: AuditLine): AuditLine {
  const summary =
    'An act on a slice that is closed to you: until you have read it and gone on, and of another reader until it is adjudicated';
  return { ...line, summary, entryJson: JSON.stringify({ sequence: line.sequence, hidden: summary }) };
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
