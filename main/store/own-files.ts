import { lstatSync, type Stats } from 'node:fs';
import path from 'node:path';
import { cannotOpen } from './sqlite-failure.ts';
import { StoreError } from './store-error.ts';

const FILES = ['project.db', 'project.db-wal', 'project.db-shm', 'project.db-journal', 'writer.lock'];

/**
 * Refuses a project folder, which may have come from anybody, in whose place the app would write to files that lie
 * elsewhere, or wait at a pipe. Looks only: opening the files by plain calls would drop the locks on them.
 * @throws StoreError `not-own-file`, `cannot-open`
 */
export function requireOwnFiles(folder: string): void {
  for (const name of FILES) requireKind(folder, name, 'file');
  requireKind(folder, 'models', 'folder');
}

function looked(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    throw new StoreError('cannot-open', cannotOpen(file));
  }
}

function requireKind(folder: string, name: string, kind: 'file' | 'folder'): void {
  const stats = looked(path.join(folder, name));
  if (stats === undefined || (kind === 'file' ? stats.isFile() : stats.isDirectory())) return;
  throw new StoreError(
    'not-own-file',
    `"${name}" in ${folder} is a link or no ${kind}, so the project is not opened. Put the ${kind} itself there.`,
  );
}
