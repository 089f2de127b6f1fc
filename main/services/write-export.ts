import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type AuditHead, headText } from '../../src/audit/audit-head.ts';
import { type ExportSignature, signedText } from '../../src/audit/export-signature.ts';
import { auditHead } from '../store/audit-log.ts';
import { writeFilesDurably } from '../store/durable-files.ts';
import { keyFingerprint } from './key-fingerprint.ts';
import { requireOutside } from './require-outside.ts';
import type { ServiceContext } from './service-context.ts';

/** What a signature file is called after: its export's name and this. */
const SIGNATURE_SUFFIX = '.sig';

/**
 * Writes a file that leaves the project, whole or not at all, and, where this installation signs its exports, a signature beside it.
 * @param head the head that the file carries
 * @throws ServiceError `inside-project`, `key-locked`, `key-damaged` before anything is written; the file system's error
 */
export function writeExport(
  ctx: ServiceContext,
  file: string,
  content: string | Uint8Array,
  head: AuditHead = auditHead(ctx.store.db),
): void {
  writeExports(ctx, [{ file, content }], head);
}

/** Writes files that belong together as `writeExport` does: where the last one is, the others are (see writeFilesDurably). */
export function writeExports(
  ctx: ServiceContext,
  files: readonly { readonly file: string; readonly content: string | Uint8Array }[],
  head: AuditHead = auditHead(ctx.store.db),
): void {
  for (const { file } of files) requireOutside(ctx, file);
  const key = ctx.signingKey();
  // A signature of an earlier file of this name does not outlive it.
  if (!key) for (const { file } of files) rmSync(file + SIGNATURE_SUFFIX, { force: true });
  const signatures = files.flatMap(({ file, content }) =>
    key ? [{ file: file + SIGNATURE_SUFFIX, content: signatureText(key, content, head, ctx.clock()) }] : [],
  );
  writeFilesDurably([...signatures, ...files]);
}

/** Takes an export away again, with its signature. */
export function removeExport(file: string): void {
  for (const each of [file, file + SIGNATURE_SUFFIX]) rmSync(each, { force: true });
}

function signatureText(key: KeyObject, content: string | Uint8Array, head: AuditHead, time: Date): string {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const said: Omit<ExportSignature, 'signature'> = {
    format: 'overread-signature/1',
    algorithm: 'Ed25519',
    publicKey: publicKey.toString('base64'),
    fingerprint: keyFingerprint(key),
    fileSha256: createHash('sha256').update(content).digest('hex'),
    auditHead: headText(head),
    time: time.toISOString(),
  };
  const signature = sign(null, Buffer.from(signedText(said), 'utf8'), key).toString('base64');
  return `${JSON.stringify({ ...said, signature }, null, 2)}\n`;
}
