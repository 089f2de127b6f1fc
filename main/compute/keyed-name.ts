import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 of a text of some kind under a project's secret key, in lower-case hexadecimal. */
export function keyedDigest(key: Uint8Array, kind: string, text: string): string {
  return createHmac('sha256', key).update(`${kind}\n${text}`).digest('hex');
}

/**
 * A DICOM UID in the place of another (form 2.25, PS3.5 annex B.2): 122 bits of the keyed hash as a version 8 UUID. The same
 * UID gives the same one under a key, so that files that are exported apart still refer to each other.
 */
export function keyedUid(key: Uint8Array, uid: string): string {
  const number = BigInt(`0x${keyedDigest(key, 'uid', uid).slice(0, 32)}`);
  const version = (number & ~(0xfn << 76n)) | (8n << 76n);
  return `2.25.${(version & ~(0x3n << 62n)) | (2n << 62n)}`;
}
