import path from 'node:path';
import type { MethodOutput } from '../../src/contract/contract.ts';
import { BACKUPS_KEPT, backupsFolder, makeBackup } from '../store/backups.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Backs up all that is committed in an open project's database, also in one that is open for reading only. Models are not in it:
 * nothing ever takes them out of the project's folder.
 * @throws StoreError `backup-failed`
 */
export function backUpProject({ store, clock }: ServiceContext): MethodOutput<'backup.make'> {
  const { name, byteLength } = makeBackup(store.db, store.folder, 'asked', clock());
  return { path: path.join(backupsFolder(store.folder), name), byteLength, kept: BACKUPS_KEPT };
}
