import { auditEntrySchema } from '../../src/audit/audit-entry.ts';
import { entrySummary } from '../../src/audit/entry-summary.ts';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import type { AuditLine } from '../../src/contract/audit-methods.ts';
import type { MethodInput, MethodOutput } from '../../src/contract/contract.ts';
import { auditEntriesBefore, auditHead } from '../store/audit-log.ts';
import type { ServiceContext } from './service-context.ts';

/** A page of the timeline, newest first. An entry that cannot be understood is shown as such, not left out. */
export function auditPage(ctx: ServiceContext, input: MethodInput<'audit.page'>): MethodOutput<'audit.page'> {
  const { db } = ctx.store;
  return {
    total: auditHead(db).entries,
    lines: auditEntriesBefore(db, input.beforeSequence, input.limit).map(lineOf),
  };
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
