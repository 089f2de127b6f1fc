import { readFileSync } from 'node:fs';
import { parseReport, verifyReport } from '../../src/audit/audit-report.ts';
import { clockSetBackAt } from '../../src/audit/clock-steps.ts';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import { type ChainResult, type KeptHead, verifyChain } from '../../src/audit/verify-chain.ts';
import type { ChainVerdict } from '../../src/contract/audit-methods.ts';
import { auditEntries, sha256OfText } from '../store/audit-log.ts';
import type { ServiceContext } from './service-context.ts';

/** Recomputes the project's log. @param kept a head from an earlier export, to find a tail cut off since */
export function verifyAudit(ctx: ServiceContext, kept?: KeptHead): ChainVerdict {
  const entries = auditEntries(ctx.store.db);
  return verdict(verifyChain(entries, sha256OfText, kept), entries);
}

/** Recomputes an exported report from the file alone. Throws the system's error where it cannot be read. */
export function verifyAuditReport(file: string, kept?: KeptHead): ChainVerdict {
  const csv = readFileSync(file, 'utf8');
  const parsed = parseReport(csv);
  return verdict(verifyReport(csv, sha256OfText, kept), parsed.ok ? parsed.records.map(({ link }) => link) : []);
}

function verdict(result: ChainResult, entries: readonly ChainedEntry[]): ChainVerdict {
  if (!result.ok) return { kind: 'broken', sequence: result.sequence, why: result.why };
  const setBackAt = clockSetBackAt(entries.map(({ entryJson }) => entryJson));
  const whole = { kind: 'whole', entries: result.count, headHash: result.headHash } as const;
  return setBackAt.length === 0 ? whole : { ...whole, clockSetBackAt: setBackAt };
}
