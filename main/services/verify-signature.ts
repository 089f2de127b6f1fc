import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type AuditHead, headText } from '../../src/audit/audit-head.ts';
import { headOfReport } from '../../src/audit/audit-report.ts';
import { type ExportSignature, exportSignatureSchema, signedText } from '../../src/audit/export-signature.ts';
import { readRegularFile } from '../store/regular-file.ts';
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
  const facts = { file, fileSha256: sha256(bytes), head: headOfReport(bytes.toString('utf8')) };
  return judge(smallText(signature), signature, facts, expected);
}

/** A file as it was read: what a signature must agree with. */
export interface ReadFile {
  readonly file: string;
  readonly fileSha256: string;
  /** Of a report; null where the file carries none that is known. */
  readonly head: AuditHead | null;
}

/**
 * Whether the signature that lies beside a file (`.sig`) is one over it, by whatever key it names; null where there is none.
 * @throws the system's error where it cannot be read
 */
export async function verifySignatureBeside(read: ReadFile): Promise<SignatureVerdict | null> {
  const signature = `${read.file}.sig`;
  if (!existsSync(signature)) return null;
  const bytes = await readRegularFile(signature, MAX_SMALL_BYTES);
  return judge(bytes?.toString('utf8') ?? '', signature, read, null);
}

/** @param expected fingerprint of the key that it must be of; null for any */
function judge(
  text: string,
  signature: string,
  { file, fileSha256, head }: ReadFile,
  expected: string | null,
): SignatureVerdict {
  const said = parseSignature(text);
  if (said === null) return refused(`"${signature}" is not a signature of an Overread export.`);
  const publicKey = keyOf(said.publicKey);
  const fingerprint = sha256(Buffer.from(said.publicKey, 'base64'));
  if (publicKey === null || fingerprint !== said.fingerprint)
    return refused('The signature does not hold the key that it names.');
  if (expected !== null && fingerprint !== expected)
    return refused(`Another key signed this: ${fingerprint}, not ${expected}.`);
  if (!verify(null, Buffer.from(signedText(said), 'utf8'), publicKey, Buffer.from(said.signature, 'base64'))) {
    return refused('The signature is not this key’s over what it says: it was changed.');
  }
  if (fileSha256 !== said.fileSha256) return refused(`"${file}" was changed after it was signed.`);
  if (head && headText(head) !== said.auditHead)
    return refused('The signature names another head than the report carries.');
  return { kind: 'signed', fingerprint, time: said.time, auditHead: said.auditHead };
}

const refused = (why: string): SignatureVerdict => ({ kind: 'refused', why });

function smallText(file: string): string {
  return statSync(file).size > MAX_SMALL_BYTES ? '' : readFileSync(file, 'utf8');
}

function parseSignature(text: string): ExportSignature | null {
  try {
    return exportSignatureSchema.parse(JSON.parse(text));
  } catch {
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
