import { readFileSync } from 'node:fs';
import { verifyReport } from '../../src/audit/audit-report.ts';
import { type ChainResult, type KeptHead, verifyChain } from '../../src/audit/verify-chain.ts';
import type { ChainVerdict } from '../../src/contract/audit-methods.ts';
import { auditEntries, sha256OfText } from '../store/audit-log.ts';
import type { ServiceContext } from './service-context.ts';

/** Recomputes the project's log. @param kept a head from an earlier export, to find a tail cut off since */
export function verifyAudit(ctx: ServiceContext, kept?: KeptHead): ChainVerdict {
  return verdict(verifyChain(auditEntries(ctx.store.db), sha256OfText, kept));
}

/** Recomputes an exported report from the file alone. Throws the system's error where it cannot be read. */
export function verifyAuditReport(file: string, kept?: KeptHead): ChainVerdict {
  return verdict(verifyReport(readFileSync(file, 'utf8'), sha256OfText, kept));
}

function verdict(result: ChainResult): ChainVerdict {
  return result.ok
    ? { kind: 'whole', entries: result.count, headHash: result.headHash }
    : { kind: 'broken', sequence: result.sequence, why: result.why };
}
