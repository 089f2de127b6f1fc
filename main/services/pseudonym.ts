import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../store/open-store.ts';

/** The key of each open project: it never changes, and a large study asks for it three times a slice. */
const keys = new WeakMap<Store['db'], Uint8Array>();

export type PseudonymKind = 'source' | 'patient' | 'study' | 'series';

/**
 * A name that says nothing of what it stands for: HMAC-SHA-256 under the project's secret key, 80 bits of it in hex after
 * the kind. The same text gives the same pseudonym within a project and an unrelated one in another.
 */
export function pseudonym(store: Pick<Store, 'db'>, kind: PseudonymKind, text: string): string {
  const digest = createHmac('sha256', keyOf(store)).update(`${kind}\n${text}`).digest('hex');
  return `${kind}-${digest.slice(0, 20)}`;
}

function keyOf({ db }: Pick<Store, 'db'>): Uint8Array {
  const known = keys.get(db);
  if (known) return known;
  const { key } = db.one(z.object({ key: z.instanceof(Uint8Array) }), 'SELECT pseudonym_key AS key FROM project');
  keys.set(db, key);
  return key;
}
