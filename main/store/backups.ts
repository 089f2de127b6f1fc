import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Connection } from './connection.ts';
import { faultsOf } from './database-checks.ts';
import { type DatabaseFacts, databaseFacts } from './database-facts.ts';
import { clearUnfinished, syncFolder, unfinishedPath } from './durable-files.ts';
import { StoreError } from './store-error.ts';

/** Why a backup was made: a person asked for it, or the app was about to change the whole database. */
export const BACKUP_REASONS = ['asked', 'before-migration', 'before-restore'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

/** So many backups of each reason are kept; the oldest beyond it goes when a new one is on the disk. */
export const BACKUPS_KEPT = 10;

/** A backup in a project's `backups/`: one database file that needs nothing beside it but the models. */
export interface Backup {
  /** The file's name; sorts by time. */
  readonly name: string;
  readonly reason: BackupReason;
  readonly madeMs: number;
  readonly byteLength: number;
  /** Null where it cannot be read. */
  readonly facts: DatabaseFacts | null;
}

const NAME = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(\d{3})-(asked|before-migration|before-restore)\.db$/;

/** Where a project keeps its backups. */
export const backupsFolder = (folder: string): string => path.join(folder, 'backups');

/**
 * Writes all that is committed in a project's database into a new file of `backups/`, through SQLite and so consistent whoever
 * writes meanwhile; checked and synced before it has its name.
 * @throws StoreError `backup-failed`: nothing of the project was changed
 */
export function makeBackup(db: Connection, folder: string, reason: BackupReason, time = new Date()): Backup {
  const into = backupsFolder(folder);
  const name = freeName(into, reason, time);
  const unfinished = unfinishedPath(path.join(into, name));
  try {
    if (!existsSync(into)) {
      mkdirSync(into);
      syncFolder(folder);
    }
    clearUnfinished(into);
    writeCopy(db, unfinished);
    renameSync(unfinished, path.join(into, name));
    syncFolder(into);
    removeOldest(into, reason);
    return describeBackup(into, name) ?? raise(`${name} is not there`);
  } catch (error) {
    if (existsSync(unfinished)) rmSync(unfinished);
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      'backup-failed',
      `The backup in ${into} could not be made, so nothing was changed. Free some space there and see that it can be written, then try again. (${why})`,
      { cause: error },
    );
  }
}

/** Every backup of a project, newest first. */
export function listBackups(folder: string): Backup[] {
  const into = backupsFolder(folder);
  if (!existsSync(into)) return [];
  const found = readdirSync(into).flatMap((name) => describeBackup(into, name) ?? []);
  return found.sort((a, b) => (a.name < b.name ? 1 : -1));
}

/** Where a backup lies. @throws StoreError `no-backup` for a name that is none of the project's */
export function backupPath(folder: string, name: string): string {
  const file = path.join(backupsFolder(folder), name);
  if (NAME.test(name) && existsSync(file)) return file;
  throw new StoreError('no-backup', `${folder} has no backup of the name ${name}. Choose one of the list.`);
}

/**
 * Writes a whole, sound, synced copy of an open database to a new file.
 * @throws StoreError where the copy is not sound, or could not be written
 */
export function writeCopy(db: Connection, file: string): void {
  for (const each of [file, `${file}-journal`]) rmSync(each, { force: true });
  db.run('VACUUM INTO :file', { file });
  const copy = new Connection(file);
  try {
    const [fault] = faultsOf(copy, 'quick_check');
    if (fault !== undefined) throw new StoreError('copy-damaged', `The copy ${file} is not sound (${fault}).`);
  } finally {
    copy.close();
  }
  syncFile(file);
}

/** All of a file that nobody has open is on the disk when this returns. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function raise(message: string): never {
  throw new Error(message);
}

/** A time to the millisecond (UTC) for the name of a copy of the database; sorts by time. */
export const stampOf = (time: Date): string =>
  time
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .replace('T', '-');

/** The time and the reason; a millisecond later where that one is taken. */
function freeName(into: string, reason: BackupReason, time: Date): string {
  for (let ms = time.getTime(); ; ms += 1) {
    const name = `${stampOf(new Date(ms))}-${reason}.db`;
    if (!existsSync(path.join(into, name))) return name;
  }
}

function removeOldest(into: string, reason: BackupReason): void {
  const names = readdirSync(into).filter((name) => NAME.exec(name)?.[8] === reason);
  for (const name of names.sort().slice(0, -BACKUPS_KEPT)) rmSync(path.join(into, name), { force: true });
}

function describeBackup(into: string, name: string): Backup | null {
  const [, year, month, day, hour, minute, second, ms, reason] = NAME.exec(name) ?? [];
  if (!year) return null;
  const file = path.join(into, name);
  return {
    name,
    reason: z.enum(BACKUP_REASONS).parse(reason),
    madeMs: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`),
    byteLength: statSync(file).size,
    facts: databaseFacts(file),
  };
}
