import { deriveSeed, type Seed } from '../random/seeded-random.ts';

/**
 * A DICOM UID of the form 2.25.<number> (PS3.5 annex B.2), the number being a 128-bit UUID (RFC 9562, version 8) that
 * the parts decide: the same parts, the same UID.
 */
export function seededUid(...parts: readonly Seed[]): string {
  let number = 0n;
  for (let word = 0; word < 4; word++) number = (number << 32n) | BigInt(deriveSeed(...parts, 'uid', word));
  const version = (number & ~(0xfn << 76n)) | (8n << 76n);
  const variant = (version & ~(0x3n << 62n)) | (2n << 62n);
  return `2.25.${variant}`;
}
