import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { Connection } from './connection.ts';
import { syncFolder } from './durable-files.ts';
import { MIGRATIONS } from './migrations.ts';
import { requireOwnFiles } from './own-files.ts';
import { StoreError } from './store-error.ts';
import { isBusy, takeWriterLock, type WriterLock } from './writer-lock.ts';

/** An open project database. */
export interface Store {
  readonly db: Connection;
  /** The project folder: `project.db`, `writer.lock` and `models/`. */
  readonly folder: string;
  readonly modelsFolder: string;
  readonly readOnly: boolean;
  /** Why it is read-only and what to do; null when it can be written. */
  readonly readOnlyReason: string | null;
  /**
   * Runs `work` in one immediate transaction: all of it is on the disk when this returns, or nothing of it when it throws.
   * Transactions do not nest. Throws StoreError `project-read-only` on a read-only store.
   */
  transaction<T>(work: () => T): T;
  close(): void;
}

export interface OpenStoreOptions {
  readonly folder: string;
  /** `create`: a new database in the folder. `write`: falls back to reading while somebody else writes. */
  readonly mode: 'create' | 'write' | 'read-only';
}

/** First of all on a connection: who opens while another process recovers or closes the database waits for it, 5 s at most. */
const WAIT_FOR_OTHERS = 'PRAGMA busy_timeout = 5000';

const LOCKED =
  'Another window or command is working on this project, so it is open for reading only. ' +
  'Close the other one, then open the project again to change it.';
const BUSY =
  'Another program holds the database of this project. Wait until it is done (a backup or a file sync, perhaps), or end it, ' +
  'then open the project again.';
const ASKED = 'The project was opened for reading only. Open it again to change it.';

/** Opens (or creates) the database of a project folder. Throws StoreError with what to do when that cannot be. */
export function openStore(options: OpenStoreOptions): Store {
  const folder = path.resolve(options.folder);
  const file = path.join(folder, 'project.db');
  if (options.mode === 'create') prepareFolder(folder, file);
  else if (!existsSync(file)) throw new StoreError('no-project', `There is no Overread project in ${folder}.`);
  requireOwnFiles(folder);
  if (options.mode === 'read-only') return readOnlyStore(folder, file, ASKED);
  const lock = takeWriterLock(folder);
  if (!lock) return readOnlyStore(folder, file, LOCKED);
  try {
    return writableStore(folder, file, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function prepareFolder(folder: string, file: string): void {
  if (existsSync(file)) throw new StoreError('project-exists', `There is a project in ${folder} already. Open it.`);
  mkdirSync(path.join(folder, 'models'), { recursive: true });
}

function writableStore(folder: string, file: string, lock: WriterLock): Store {
  const db = new Connection(file);
  try {
    db.exec(WAIT_FOR_OTHERS);
    requireSound(db, folder);
    requireSafeSettings(db);
    migrate(db);
    syncFolder(folder);
    syncFolder(path.dirname(folder));
  } catch (error) {
    db.close();
    throw error;
  }
  const close = () => {
    // libsql leaves the write-ahead log behind; emptied, the one file holds everything for whoever copies the folder.
    db.all(z.unknown(), 'PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    lock.release();
  };
  return storeOf({ db, folder, readOnlyReason: null, close });
}

function readOnlyStore(folder: string, file: string, reason: string): Store {
  const db = new Connection(`${pathToFileURL(file).href}?mode=ro`);
  try {
    db.exec(WAIT_FOR_OTHERS);
    db.exec('PRAGMA foreign_keys = ON');
    requireSound(db, folder);
    if (userVersion(db) < MIGRATIONS.length) {
      throw new StoreError(
        'project-older',
        `The project in ${folder} is from an older Overread. Open it once for writing, then again for reading.`,
      );
    }
  } catch (error) {
    db.close();
    throw error;
  }
  return storeOf({ db, folder, readOnlyReason: reason, close: () => db.close() });
}

function storeOf(parts: { db: Connection; folder: string; readOnlyReason: string | null; close: () => void }): Store {
  const { db, folder, readOnlyReason } = parts;
  let open = true;
  return {
    db,
    folder,
    modelsFolder: path.join(folder, 'models'),
    readOnly: readOnlyReason !== null,
    readOnlyReason,
    transaction: (work) => {
      if (readOnlyReason !== null) throw new StoreError('project-read-only', readOnlyReason);
      return inTransaction(db, work);
    },
    close: () => {
      if (open) parts.close();
      open = false;
    },
  };
}

function inTransaction<T>(db: Connection, work: () => T): T {
  if (db.inTransaction) throw new Error('Transactions do not nest');
  db.exec('BEGIN IMMEDIATE');
  let result: T;
  try {
    result = work();
    if (result instanceof Promise) throw new Error('A transaction may not wait');
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
  return result;
}

/** WAL first: choosing it may reset `synchronous`. Both are read back, because a promise of durability rests on them. */
function requireSafeSettings(db: Connection): void {
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

function requireSound(db: Connection, folder: string): void {
  let found: string;
  try {
    found = db.one(z.object({ quick_check: z.string() }), 'PRAGMA quick_check(1)').quick_check;
  } catch (error) {
    if (isBusy(error)) throw new StoreError('project-busy', BUSY);
    found = error instanceof Error ? error.message : String(error);
  }
  if (found === 'ok') return;
  throw new StoreError(
    'project-damaged',
    `The database of the project in ${folder} is damaged (${found}). Keep the folder as it is and restore a backup of it.`,
  );
}

function userVersion(db: Connection): number {
  const version = db.one(z.object({ user_version: z.number() }), 'PRAGMA user_version').user_version;
  if (version > MIGRATIONS.length) {
    throw new StoreError(
      'project-newer',
      'The project is from a newer Overread. Install that version and open it there.',
    );
  }
  return version;
}

function migrate(db: Connection): void {
  const from = userVersion(db);
  if (from === MIGRATIONS.length) return;
  inTransaction(db, () => {
    for (const sql of MIGRATIONS.slice(from)) db.exec(sql);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
