import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { Connection } from './connection.ts';
import { writeFileDurably } from './durable-files.ts';

/** Held while its process may write the project. */
export interface WriterLock {
  release(): void;
}

/**
 * Takes the right to write a project, or returns null when another process (or another part of this one) has it. The lock
 * is an exclusive transaction on a small database of its own, so the system releases it when its process ends, however it
 * ends. Nobody else may open `writer.lock` or `project.db` with plain file calls: on POSIX closing any handle to a file
 * drops all locks that the process has on it. A note beside it says who holds it, for people; nothing is decided by it.
 */
export function takeWriterLock(folder: string): WriterLock | null {
  const connection = new Connection(path.join(folder, 'writer.lock'));
  try {
    connection.exec('PRAGMA journal_mode = DELETE');
    connection.exec('BEGIN EXCLUSIVE');
    noteHolder(folder);
  } catch (error) {
    connection.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return {
    release: () => {
      rmSync(holderFile(folder), { force: true });
      connection.close();
    },
  };
}

/** Whether SQLite refused because another process has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

const holderSchema = z.object({
  program: z.enum(['window', 'command']),
  process: z.number().int(),
  computer: z.string().max(300),
  since: z.string().max(40),
});

const holderFile = (folder: string): string => path.join(folder, 'writer.json');

/** A disk that is too full for the note is full for the project too, which says so itself. */
function noteHolder(folder: string): void {
  const holder: z.output<typeof holderSchema> = {
    program: 'type' in process && process.type === 'browser' ? 'window' : 'command',
    process: process.pid,
    computer: os.hostname(),
    since: new Date().toISOString(),
  };
  try {
    writeFileDurably(holderFile(folder), `${JSON.stringify(holder)}\n`);
  } catch {
    rmSync(holderFile(folder), { force: true });
  }
}

/** Who holds the lock, as words to begin a sentence with. To be asked only while somebody does. */
export function describeHolder(folder: string): string {
  const holder = readHolder(folder);
  if (!holder) return 'Another window or command';
  const who = holder.program === 'window' ? 'Another Overread window' : 'A command of Overread';
  return `${who} (process ${holder.process} on ${holder.computer}, since ${holder.since.slice(0, 16).replace('T', ' ')} UTC)`;
}

function readHolder(folder: string): z.output<typeof holderSchema> | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(holderFile(folder), 'utf8')));
  } catch {
    return null;
  }
}
