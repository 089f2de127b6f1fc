import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A detached signature of an exported file, as it stands in the file beside it. */
export const exportSignatureSchema = z.strictObject({
  format: z.literal('overread-signature/1'),
  algorithm: z.literal('Ed25519'),
  /** The public key as SubjectPublicKeyInfo (RFC 8410) in base64. */
  publicKey: z.string().max(100),
  /** SHA-256 of that key's bytes. */
  fingerprint: sha256,
  /** SHA-256 of the file's bytes. */
  fileSha256: sha256,
  /** Head of the log that the file carries. */
  auditHead: z.string().max(100),
  /** UTC, ISO 8601, by the computer's own clock. */
  time: z.string().max(40),
  /** Ed25519 (RFC 8032) over `signedText`, in base64. */
  signature: z.string().max(100),
});
export type ExportSignature = z.infer<typeof exportSignatureSchema>;

/** What a signature is made over: all it says but itself, as RFC 8785 text. */
export function signedText({
  signature: _,
  ...said
}: Omit<ExportSignature, 'signature'> & { signature?: string }): string {
  return canonicalJson(said);
}
