import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { headText } from '../../src/audit/audit-head.ts';
import { headOfReport } from '../../src/audit/audit-report.ts';
import { type ExportSignature, exportSignatureSchema, signedText } from '../../src/audit/export-signature.ts';
import { keyFingerprint } from './key-fingerprint.ts';
import { ServiceError } from './service-error.ts';

/** What is to be verified: an exported file, the signature beside it, and the key that it should be of. */
export interface SignedFile {
  readonly file: string;
  readonly signature: string;
  /** A file with the public key (PEM), or its fingerprint (64 hex digits). */
  readonly key: string;
}

export type SignatureVerdict =
  | { readonly kind: 'signed'; readonly fingerprint: string; readonly time: string; readonly auditHead: string }
  | { readonly kind: 'refused'; readonly why: string };

const MAX_SMALL_BYTES = 64 * 1024;
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Whether a file is, byte for byte, what the holder of a key signed.
 * @throws ServiceError `no-key` where `key` is none; the system's error where a file cannot be read
 */
export function verifySignature({ file, signature, key }: SignedFile): SignatureVerdict {
  const expected = fingerprintOf(key);
  const bytes = readFileSync(file);
  const said = parseSignature(signature);
  if (said === null) return refused(`"${signature}" is not a signature of an Overread export.`);
  const publicKey = keyOf(said.publicKey);
  const fingerprint = sha256(Buffer.from(said.publicKey, 'base64'));
  if (publicKey === null || fingerprint !== said.fingerprint)
    return refused('The signature does not hold the key that it names.');
  if (fingerprint !== expected) return refused(`Another key signed this: ${fingerprint}, not ${expected}.`);
  if (!verify(null, Buffer.from(signedText(said), 'utf8'), publicKey, Buffer.from(said.signature, 'base64'))) {
    return refused('The signature is not this key’s over what it says: it was changed.');
  }
  if (sha256(bytes) !== said.fileSha256) return refused(`"${file}" was changed after it was signed.`);
  const head = headOfReport(bytes.toString('utf8'));
  if (head && headText(head) !== said.auditHead)
    return refused('The signature names another head than the report carries.');
  return { kind: 'signed', fingerprint, time: said.time, auditHead: said.auditHead };
}

const refused = (why: string): SignatureVerdict => ({ kind: 'refused', why });

function smallText(file: string): string {
  return statSync(file).size > MAX_SMALL_BYTES ? '' : readFileSync(file, 'utf8');
}

function parseSignature(file: string): ExportSignature | null {
  try {
    return exportSignatureSchema.parse(JSON.parse(smallText(file)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error) throw error;
    return null;
  }
}

/** An Ed25519 key from its DER in base64; null for anything else. */
function keyOf(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

function fingerprintOf(key: string): string {
  const typed = key.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(typed)) return typed;
  const text = smallText(key);
  try {
    return keyFingerprint(text);
  } catch {
    throw new ServiceError(
      'no-key',
      `"${key}" holds no public key (PEM). Give the key that was exported in Audit, or its fingerprint.`,
    );
  }
}
