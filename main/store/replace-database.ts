import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import { stampOf, syncFile } from './backups.ts';
import { openForReading } from './database-checks.ts';
import { syncFolder } from './durable-files.ts';

/** What the names of folders with damaged databases begin with. */
export const DAMAGED = 'damaged-';

const FILES = ['project.db', 'project.db-wal', 'project.db-shm'] as const;

/**
 * Keeps a database that cannot be read, with its write-ahead log, in a new folder of the project. File by file, because SQLite
 * refuses it; nobody may have it open.
 * @returns the new folder's name
 */
export function keepDamaged(folder: string, time: Date): string {
  const name = `${DAMAGED}${stampOf(time)}`;
  const into = path.join(folder, name);
  mkdirSync(into);
  for (const file of FILES) {
    if (!existsSync(path.join(folder, file))) continue;
    copyFileSync(path.join(folder, file), path.join(into, file));
    syncFile(path.join(into, file));
  }
  syncFolder(into);
  syncFolder(folder);
  return name;
}

/**
 * Puts a whole, synced database in the place of a project's own, which nobody may have open for writing and whose write-ahead log
 * is empty or kept elsewhere: left there, it would be played into the new one.
 */
export function replaceDatabase(folder: string, withFile: string): void {
  for (const file of FILES.slice(1)) rmSync(path.join(folder, file), { force: true });
  syncFolder(folder);
  renameSync(withFile, path.join(folder, FILES[0]));
  syncFolder(folder);
}

const entryRow = z.object({
  sequence: z.number().int(),
  entryJson: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
/** After so many entries in a row that cannot be read, none is expected any more. */
const MOST_MISSES = 5_000;

/** The entries of the audit log that can still be read of a damaged database, one at a time; none where nothing opens. */
export function salvageEntries(file: string): ChainedEntry[] {
  const found: ChainedEntry[] = [];
  try {
    const db = openForReading(file);
    try {
      for (let sequence = 1, misses = 0; misses < MOST_MISSES; sequence += 1) {
        const entry = readEntry(db, sequence);
        if (entry) found.push(entry);
        misses = entry ? 0 : misses + 1;
      }
    } finally {
      db.close();
    }
  } catch {
    return found;
  }
  return found;
}

function readEntry(db: ReturnType<typeof openForReading>, sequence: number): ChainedEntry | null {
  try {
    return db.get(
      entryRow,
      `SELECT sequence, entry_json AS entryJson, previous_hash AS previousHash, hash FROM audit WHERE sequence = :sequence`,
      { sequence },
    );
  } catch {
    return null;
  }
}
