import { z } from 'zod';
import { keyedDigest, keyedUid } from '../compute/keyed-name.ts';
import type { Store } from '../store/open-store.ts';

/** The key of each open project: it never changes, and a large study asks for it three times a slice. */
const keys = new WeakMap<Store['db'], Uint8Array>();

export type PseudonymKind = 'source' | 'patient' | 'study' | 'series' | 'account';

/**
 * A name that says nothing of what it stands for: HMAC-SHA-256 under the project's secret key, 80 bits of it in hex after
 * the kind. The same text gives the same pseudonym within a project and an unrelated one in another.
 */
export function pseudonym(store: Pick<Store, 'db'>, kind: PseudonymKind, text: string): string {
  return `${kind}-${keyedDigest(pseudonymKey(store), kind, text).slice(0, 20)}`;
}

/** A DICOM UID in the place of another, under the project's key (see keyedUid). */
export function pseudonymUid(store: Pick<Store, 'db'>, uid: string): string {
  return keyedUid(pseudonymKey(store), uid);
}

/** The project's secret key; it goes to the children that write UIDs of this project, and nowhere else. */
export function pseudonymKey({ db }: Pick<Store, 'db'>): Uint8Array {
  const known = keys.get(db);
  if (known) return known;
  const { key } = db.one(z.object({ key: z.instanceof(Uint8Array) }), 'SELECT pseudonym_key AS key FROM project');
  const own = new Uint8Array(key);
  keys.set(db, own);
  return own;
}
