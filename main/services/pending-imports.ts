import type { Label } from '../../src/review/label.ts';
import type { FileHeader } from '../../src/study/file-header.ts';
import type { Store } from '../store/open-store.ts';
import { ServiceError } from './service-error.ts';

/** A slice that was decoded, with the label that the set gives it. */
export interface CheckedSlice {
  readonly row: number | null;
  readonly file: string;
  readonly fileSha256: string;
  readonly frame: number;
  readonly pixelSha256: string;
  readonly label: Label;
  readonly header: FileHeader;
  readonly byteLength: number;
  readonly modifiedMs: number;
}

/** A labelled set that was checked and waits for the person's word. */
export interface CheckedImport {
  readonly token: string;
  readonly root: string;
  readonly name: string;
  readonly labelOrigin: string;
  readonly slices: readonly CheckedSlice[];
  /** How many pictures could not be read. */
  readonly refused: number;
}

const KEPT = 4;
/** In memory only, by project: a check that is never committed leaves nothing behind. */
const pending = new WeakMap<Store, Map<string, CheckedImport>>();

/** Keeps a checked set; of more than a few, the oldest is dropped. */
export function keepCheckedImport(store: Store, checked: CheckedImport): void {
  const kept = pending.get(store) ?? new Map<string, CheckedImport>();
  kept.set(checked.token, checked);
  for (const token of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(token);
  pending.set(store, kept);
}

/**
 * The set that was checked under this token.
 * @throws ServiceError `import-gone`
 */
export function checkedImport(store: Store, token: string): CheckedImport {
  const checked = pending.get(store)?.get(token);
  if (checked) return checked;
  throw new ServiceError('import-gone', 'This check is not held any more. Check the folder again, then import.');
}

/** Drops a checked set; one that is not there is left alone. */
export function discardImport(store: Store, token: string): void {
  pending.get(store)?.delete(token);
}
