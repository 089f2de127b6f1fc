import { z } from 'zod';
import { auditEntrySchema } from '../../src/audit/audit-entry.ts';
import { entrySummary } from '../../src/audit/entry-summary.ts';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import type { AuditLine } from '../../src/contract/audit-methods.ts';
import type { MethodInput, MethodOutput } from '../../src/contract/contract.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { auditEntriesBefore, auditHead } from '../store/audit-log.ts';
import { sliceIdsOfKeys } from '../store/slices.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

const actSchema = z.object({
  event: z.enum(['read', 'read-undone', 'read-redone']),
  fileSha256: z.string(),
  frame: z.number(),
});

/**
 * A page of the timeline, newest first. An entry that cannot be understood is shown as such, not left out. Of acts on slices whose labels
 * are hidden from the viewer it says that they were made, and no more; the exported report has them in full.
 */
export function auditPage(
  ctx: ServiceContext,
  input: MethodInput<'audit.page'>,
  viewer: Viewer,
): MethodOutput<'audit.page'> {
  const { db } = ctx.store;
  const entries = auditEntriesBefore(db, input.beforeSequence, input.limit).map((chained) => ({
    line: lineOf(chained),
    key: sliceKeyOf(chained),
  }));
  const sliceIds = sliceIdsOfKeys(
    db,
    entries.flatMap(({ key }) => key ?? []),
  );
  const sight = sightOf(ctx, viewer, [...sliceIds.values()]);
  const lines = entries.map(({ line, key }) => {
    const sliceId = key === null ? undefined : sliceIds.get(key);
    return sliceId === undefined || sight(sliceId).truth ? line : hiddenLine(line);
  });
  return { total: auditHead(db).entries, lines };
}

/** The slice that a read, undo or redo was about. */
function sliceKeyOf({ entryJson }: ChainedEntry): string | null {
  try {
    return sliceKey(actSchema.parse(JSON.parse(entryJson)));
  } catch {
    return null;
  }
}

function hiddenLine(line: AuditLine): AuditLine {
  const summary = 'An act on a slice whose labels are hidden from you until you have read it and gone on';
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
