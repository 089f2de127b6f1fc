import path from 'node:path';
import type { CheckedReport } from '../../src/contract/audit-methods.ts';
import type { VerifyOptions } from './verify-audit.ts';
import { verifyAuditReport } from './verify-audit-report.ts';
import { verifySignatureBeside } from './verify-signature.ts';

/**
 * What an exported report says from its file alone, of whatever project it is: whether it is whole, and whether the signature beside it
 * is one over it.
 * @param ownKey fingerprint of this installation's key; null where it has none
 * @throws as verifyAuditReport
 */
export async function checkReport(
  file: string,
  ownKey: string | null,
  options: VerifyOptions = {},
): Promise<CheckedReport> {
  const { chain, fileSha256 } = await verifyAuditReport(file, options);
  const signature = await verifySignatureBeside({ file, fileSha256, head: chain.kind === 'whole' ? chain : null });
  const name = path.basename(file);
  if (signature?.kind !== 'signed') return { name, chain, signature };
  const { kind, fingerprint, time } = signature;
  return { name, chain, signature: { kind, fingerprint, isOwnKey: fingerprint === ownKey, time } };
}
