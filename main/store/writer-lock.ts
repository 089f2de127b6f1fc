import path from 'node:path';
import { Connection } from './connection.ts';

/** Held while its process may write the project. */
export interface WriterLock {
  release(): void;
}

/**
 * Takes the right to write a project, or returns null when another process (or another part of this one) has it. The lock
 * is an exclusive transaction on a small database of its own, so the system releases it when its process ends, however it
 * ends. Nobody else may open `writer.lock` or `project.db` with plain file calls: on POSIX closing any handle to a file
 * drops all locks that the process has on it.
 */
export function takeWriterLock(folder: string): WriterLock | null {
  const connection = new Connection(path.join(folder, 'writer.lock'));
  try {
    connection.exec('PRAGMA journal_mode = DELETE');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return { release: () => connection.close() };
}

/** Whether SQLite refused because another process has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
