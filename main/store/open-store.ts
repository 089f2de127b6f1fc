import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { makeBackup } from './backups.ts';
import { Connection } from './connection.ts';
import { emptyLog, layoutVersion, openForReading, requireSafeSettings, requireSound } from './database-checks.ts';
import { syncFolder } from './durable-files.ts';
import { MIGRATIONS } from './migrations.ts';
import { requireOwnFiles } from './own-files.ts';
import { StoreError } from './store-error.ts';
import { describeHolder, takeWriterLock, type WriterLock } from './writer-lock.ts';

/** An open project database. */
export interface Store {
  readonly db: Connection;
  /** The project folder: `project.db`, `writer.lock`, `models/` and `backups/`. */
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

const locked = (folder: string): string =>
  `${describeHolder(folder)} is working on this project, so it is open for reading only. ` +
  'Close the other one, then open the project again to change it.';
const notWritable = (what: string): string =>
  `This account may not write ${what}, or its disk is read-only, so the project is open for reading only. ` +
  'Change the permissions, or copy the whole project folder to where you may write, and open it there.';
const ASKED = 'The project was opened for reading only. Open it again to change it.';

/** Opens (or creates) the database of a project folder. Throws StoreError with what to do when that cannot be. */
export function openStore(options: OpenStoreOptions): Store {
  const folder = path.resolve(options.folder);
  const file = path.join(folder, 'project.db');
  if (options.mode === 'create') prepareFolder(folder, file);
  else if (!existsSync(file)) throw new StoreError('no-project', `There is no Overread project in ${folder}.`);
  requireOwnFiles(folder);
  if (options.mode === 'read-only') return readOnlyStore(folder, file, ASKED);
  const refusing = options.mode === 'write' ? notWritableOf(folder, file) : null;
  if (refusing !== null) return readOnlyStore(folder, file, notWritable(refusing));
  const lock = takeWriterLock(folder);
  if (!lock) return readOnlyStore(folder, file, locked(folder));
  try {
    return writableStore(folder, file, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * What of a project cannot be written, null when all of it can. To be asked first: SQLite grants an exclusive transaction on a lock
 * file that it may only read, which then keeps nobody out.
 */
function notWritableOf(folder: string, file: string): string | null {
  const needed = [folder, file, path.join(folder, 'writer.lock')];
  return needed.find((each) => existsSync(each) && !isWritable(each)) ?? null;
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
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
    migrate(db, folder);
    syncFolder(folder);
    syncFolder(path.dirname(folder));
  } catch (error) {
    db.close();
    throw error;
  }
  const close = () => {
    // libsql leaves the write-ahead log behind; emptied, the one file holds everything for whoever copies the folder. What a full
    // disk leaves in the log is as safe there.
    try {
      emptyLog(db);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    } finally {
      db.close();
      lock.release();
    }
  };
  return storeOf({ db, folder, readOnlyReason: null, close });
}

function readOnlyStore(folder: string, file: string, reason: string): Store {
  const db = openForReading(file);
  try {
    db.exec(WAIT_FOR_OTHERS);
    db.exec('PRAGMA foreign_keys = ON');
    requireSound(db, folder);
    if (layoutVersion(db) < MIGRATIONS.length) {
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

/** Brings an older database up to date, with a backup of it as it was beside it first. A new one has nothing to lose. */
function migrate(db: Connection, folder: string): void {
  const from = layoutVersion(db);
  if (from === MIGRATIONS.length) return;
  if (from > 0) makeBackup(db, folder, 'before-migration');
  inTransaction(db, () => {
    for (const sql of MIGRATIONS.slice(from)) db.exec(sql);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
