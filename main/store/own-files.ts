import { lstatSync } from 'node:fs';
import path from 'node:path';
import { StoreError } from './store-error.ts';

const FILES = ['project.db', 'project.db-wal', 'project.db-shm', 'project.db-journal', 'writer.lock'];

/**
 * Refuses a project folder, which may have come from anybody, in whose place the app would write to files that lie
 * elsewhere, or wait at a pipe. Looks only: opening the files by plain calls would drop the locks on them.
 * @throws StoreError `not-own-file`
 */
export function requireOwnFiles(folder: string): void {
  for (const name of FILES) requireKind(folder, name, 'file');
  requireKind(folder, 'models', 'folder');
}

function requireKind(folder: string, name: string, kind: 'file' | 'folder'): void {
  const stats = lstatSync(path.join(folder, name), { throwIfNoEntry: false });
  if (stats === undefined || (kind === 'file' ? stats.isFile() : stats.isDirectory())) return;
  throw new StoreError(
    'not-own-file',
    `"${name}" in ${folder} is a link or no ${kind}, so the project is not opened. Put the ${kind} itself there.`,
  );
}
