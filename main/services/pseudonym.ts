import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../store/open-store.ts';

/** The key of each open project: it never changes, and a large study asks for it three times a slice. */
const keys = new WeakMap<Store['db'], Uint8Array>();

export type PseudonymKind = 'source' | 'patient' | 'study' | 'series' | 'account';

/**
 * A name that says nothing of what it stands for: HMAC-SHA-256 under the project's secret key, 80 bits of it in hex after
 * the kind. The same text gives the same pseudonym within a project and an unrelated one in another.
 */
export function pseudonym(store: Pick<Store, 'db'>, kind: PseudonymKind, text: string): string {
  return `${kind}-${keyedDigest(store, kind, text).slice(0, 20)}`;
}

/**
 * A DICOM UID in the place of another (form 2.25, PS3.5 annex B.2): 122 bits of the same keyed hash as a version 8 UUID.
 * The same UID gives the same one within a project, so that files that are exported apart still refer to each other.
 */
export function pseudonymUid(store: Pick<Store, 'db'>, uid: string): string {
  const number = BigInt(`0x${keyedDigest(store, 'uid', uid).slice(0, 32)}`);
  const version = (number & ~(0xfn << 76n)) | (8n << 76n);
  return `2.25.${(version & ~(0x3n << 62n)) | (2n << 62n)}`;
}

function keyedDigest(store: Pick<Store, 'db'>, kind: PseudonymKind | 'uid', text: string): string {
  return createHmac('sha256', keyOf(store)).update(`${kind}\n${text}`).digest('hex');
}

function keyOf({ db }: Pick<Store, 'db'>): Uint8Array {
  const known = keys.get(db);
  if (known) return known;
  const { key } = db.one(z.object({ key: z.instanceof(Uint8Array) }), 'SELECT pseudonym_key AS key FROM project');
  keys.set(db, key);
  return key;
}
