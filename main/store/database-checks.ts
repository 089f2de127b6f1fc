import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { Connection } from './connection.ts';
import { MIGRATIONS } from './migrations.ts';
import { StoreError } from './store-error.ts';
import { isBusy } from './writer-lock.ts';

/** Opens a database that is not changed: nothing is made beside it where its folder takes nothing. */
export function openForReading(file: string): Connection {
  const uri = `${pathToFileURL(file).href}?mode=ro`;
  try {
    const db = new Connection(file, uri);
    // A database in WAL needs its index beside it to be read at all; only reading shows whether that can be had.
    db.one(z.object({ n: z.number() }), 'SELECT count(*) AS n FROM sqlite_schema');
    return db;
  } catch (error) {
    // With no write-ahead log there is no writer, so that the file alone is all there is.
    if (!(error instanceof StoreError) || error.code !== 'not-writable' || existsSync(`${file}-wal`)) throw error;
    return new Connection(file, `${uri}&immutable=1`);
  }
}

/**
 * WAL first: choosing it may reset `synchronous`. Both are read back, because a promise of durability rests on them.
 * @throws StoreError `unsafe-settings` where SQLite did not take them
 */
export function requireSafeSettings(db: Connection): void {
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA foreign_keys = ON');
  const mode = db.one(z.object({ journal_mode: z.string() }), 'PRAGMA journal_mode').journal_mode;
  const synchronous = db.one(z.object({ synchronous: z.number() }), 'PRAGMA synchronous').synchronous;
  const foreignKeys = db.one(z.object({ foreign_keys: z.number() }), 'PRAGMA foreign_keys').foreign_keys;
  if (mode === 'wal' && synchronous === 2 && foreignKeys === 1) return;
  throw new StoreError(
    'unsafe-settings',
    `The database cannot be written safely here (journal ${mode}, synchronous ${synchronous}, foreign keys ${foreignKeys}). ` +
      'Move the project to a local disk and open it there.',
  );
}

/** The quick check of every open. @throws StoreError `project-damaged` with what to do */
export function requireSound(db: Connection, folder: string): void {
  const [fault] = faultsOf(db, 'quick_check');
  if (fault === undefined) return;
  throw new StoreError(
    'project-damaged',
    `The database of the project in ${folder} is damaged (${fault}). Restore a backup: the app offers them when it is opened, ` +
      'and so does "overread restore". What is damaged is kept, and what can be read of its log is saved.',
  );
}

const BUSY =
  'Another program holds the database of this project. Wait until it is done (a backup or a file sync, perhaps), or end it, ' +
  'then open the project again.';

/** At most this many faults are listed. */
const MOST_FAULTS = 20;

/**
 * What SQLite finds wrong with a database, in its own words; none when it is sound. `quick_check` reads every page, `integrity_check`
 * also compares every index with its table.
 */
export function faultsOf(db: Connection, check: 'quick_check' | 'integrity_check'): string[] {
  try {
    const rows = db.all(z.record(z.string(), z.string()), `PRAGMA ${check}(${MOST_FAULTS})`);
    const found = rows.flatMap((row) => Object.values(row));
    return found.length === 1 && found[0] === 'ok' ? [] : found.map((fault) => fault.replace(/\s+/g, ' '));
  } catch (error) {
    if (isBusy(error)) throw new StoreError('project-busy', BUSY);
    if (error instanceof StoreError && error.code !== 'project-damaged') throw error;
    const found = error instanceof StoreError ? error.cause : error;
    return [found instanceof Error ? found.message : String(found)];
  }
}

/** How many migrations a database has had. @throws StoreError `project-newer` for more than there are */
export function layoutVersion(db: Connection): number {
  const version = db.one(z.object({ user_version: z.number() }), 'PRAGMA user_version').user_version;
  if (version > MIGRATIONS.length) {
    throw new StoreError(
      'project-newer',
      'The project is from a newer Overread. Install that version and open it there.',
    );
  }
  return version;
}

/** Moves all of the write-ahead log into the database file. @returns whether nobody who reads kept it from it */
export function emptyLog(db: Connection): boolean {
  return db.one(z.object({ busy: z.number() }), 'PRAGMA wal_checkpoint(TRUNCATE)').busy === 0;
}
