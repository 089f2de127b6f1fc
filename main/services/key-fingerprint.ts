import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * What people compare keys by: lower-case hex SHA-256 of the public key's DER (SubjectPublicKeyInfo).
 * @param key the private key, or either one as PEM
 * @throws the system's error for text that holds no key
 */
export function keyFingerprint(key: KeyObject | string): string {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}
