import { existsSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { writeReport } from '../../src/audit/audit-report.ts';
import type { BackupChoice } from '../../src/contract/backup-methods.ts';
import { appendAudit, auditHead } from '../store/audit-log.ts';
import {
  type Backup,
  backupPath,
  backupsFolder,
  listBackups,
  makeBackup,
  syncFile,
  writeCopy,
} from '../store/backups.ts';
import { Connection } from '../store/connection.ts';
import { emptyLog, faultsOf, layoutVersion, openForReading, requireSafeSettings } from '../store/database-checks.ts';
import { type DatabaseFacts, databaseFacts } from '../store/database-facts.ts';
import { writeFileDurably } from '../store/durable-files.ts';
import { keepDamaged, replaceDatabase, salvageEntries } from '../store/replace-database.ts';
import { describeHolder, takeWriterLock } from '../store/writer-lock.ts';
import type { ContextParts } from './open-project.ts';
import { ServiceError } from './service-error.ts';

/** A project's state, and the backups that it can be taken back to. */
export interface RestoreChoices {
  readonly folder: string;
  /** What is wrong with the database; null when it is sound. */
  readonly fault: string | null;
  /** Newest first. */
  readonly backups: readonly BackupChoice[];
}

/**
 * What a project can be restored to, and what each choice would undo. Reads alone; the project may be open or damaged.
 * @throws ServiceError `no-project` for a folder that holds neither a project nor backups of one
 */
export function restoreChoices(projectFolder: string): RestoreChoices {
  const folder = path.resolve(projectFolder);
  const backups = listBackups(folder);
  const file = path.join(folder, 'project.db');
  if (!existsSync(file) && backups.length === 0) {
    throw new ServiceError('no-project', `There is no Overread project in ${folder}, and no backup of one.`);
  }
  const fault = existsSync(file) ? faultOf(file) : 'project.db is not there any more';
  const current = fault === null ? databaseFacts(file) : null;
  return { folder, fault, backups: backups.map((backup) => choiceOf(backup, current)) };
}

export interface RestoreRequest {
  readonly folder: string;
  /** Name of a backup of the project. */
  readonly backup: string;
  readonly reader: string | null;
}

export interface Restored {
  /** Name of the backup of the state that was left, or of the folder with the damaged one; null where there was none. */
  readonly kept: string | null;
  /** Entries of a damaged log that could be read, and are in `salvaged-log.csv` of `kept`; null for a sound one. */
  readonly salvaged: number | null;
}

/**
 * Takes a project back to one of its backups. The state that is left is backed up first, a damaged one kept as it is with
 * what can be read of its log; models stay where they are. The restored log gains an entry that says so. After a crash there
 * is the old state or the new one. The project must be closed here.
 * @throws ServiceError `project-in-use`, `no-backup`, `backup-damaged`, `other-project`; StoreError where the disk refuses: the project is as it was
 */
export function restoreProject(request: RestoreRequest, parts: ContextParts): Restored {
  const folder = path.resolve(request.folder);
  const lock = takeWriterLock(folder);
  if (!lock) throw inUse(`${describeHolder(folder)} is working on this project.`);
  const restoring = path.join(folder, 'project.db.restoring');
  try {
    const backup = backupPath(folder, request.backup);
    const choices = restoreChoices(folder);
    requireUsable(choices, request.backup);
    const source = openForReading(backup);
    try {
      writeCopy(source, restoring);
    } finally {
      source.close();
    }
    const kept = keepCurrent(choices, parts);
    noteRestore(restoring, request, parts, choices.fault === null ? path.join(folder, 'project.db') : null);
    replaceDatabase(folder, restoring);
    return kept;
  } finally {
    for (const each of [restoring, `${restoring}-journal`]) rmSync(each, { force: true });
    lock.release();
  }
}

const inUse = (who: string): ServiceError =>
  new ServiceError('project-in-use', `${who} Close it there, then restore again. Nothing was changed.`);

function faultOf(file: string): string | null {
  const db = openForReading(file);
  try {
    return faultsOf(db, 'quick_check')[0] ?? null;
  } finally {
    db.close();
  }
}

function choiceOf({ name, reason, madeMs, byteLength, facts }: Backup, current: DatabaseFacts | null): BackupChoice {
  const common = { name, reason, madeMs, byteLength };
  if (!facts) return { ...common, usable: false, entries: 0, lost: null };
  const usable = current === null || current.projectUuid === facts.projectUuid;
  return { ...common, usable, entries: facts.hashes.length, lost: current && usable ? lostFrom(current, facts) : null };
}

/** What the log tells of after it parts from that of the backup. */
function lostFrom(current: DatabaseFacts, backup: DatabaseFacts): { entries: number; acts: number } {
  const parting = current.hashes.findIndex((hash, index) => hash !== backup.hashes[index]);
  const shared = parting < 0 ? current.hashes.length : parting;
  return { entries: current.hashes.length - shared, acts: current.acts.filter((sequence) => sequence > shared).length };
}

function requireUsable({ folder, backups }: RestoreChoices, name: string): void {
  const chosen = backups.find((backup) => backup.name === name);
  if (chosen?.usable) return;
  const file = path.join(backupsFolder(folder), name);
  throw databaseFacts(file)
    ? new ServiceError('other-project', `${file} is a backup of another project. Choose one of this project.`)
    : new ServiceError('backup-damaged', `The backup ${file} cannot be read. Choose another one. Nothing was changed.`);
}

function keepCurrent({ folder, fault }: RestoreChoices, parts: ContextParts): Restored {
  const file = path.join(folder, 'project.db');
  if (!existsSync(file)) return { kept: null, salvaged: null };
  const time = (parts.clock ?? (() => new Date()))();
  if (fault !== null) return keepWhatIsDamaged(folder, time);
  const db = new Connection(file);
  try {
    requireSafeSettings(db);
    const { name } = makeBackup(db, folder, 'before-restore', time);
    if (!emptyLog(db)) throw inUse('Another window or command is reading this project.');
    return { kept: name, salvaged: null };
  } finally {
    db.close();
  }
}

function keepWhatIsDamaged(folder: string, time: Date): Restored {
  const kept = keepDamaged(folder, time);
  const entries = salvageEntries(path.join(folder, kept, 'project.db'));
  writeFileDurably(path.join(folder, kept, 'salvaged-log.csv'), writeReport(entries));
  return { kept, salvaged: entries.length };
}

/** The restored log says that it was, and which head was left, to whoever kept that one. */
function noteRestore(restoring: string, request: RestoreRequest, parts: ContextParts, left: string | null): void {
  const leftHead = left === null ? null : headOf(left);
  const db = new Connection(restoring);
  try {
    layoutVersion(db);
    db.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    const { clock = () => new Date(), computer = hostname(), appVersion } = parts;
    // Bindings of names to accounts may be among what is undone: here a name is a claim.
    appendAudit(
      db,
      { time: clock(), computer, appVersion, vouchedFor: () => 'claimed' },
      {
        event: 'project-restored',
        reader: request.reader,
        backup: request.backup,
        leftEntries: leftHead?.entries ?? null,
        leftHeadHash: leftHead?.headHash ?? null,
      },
    );
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  syncFile(restoring);
}

function headOf(file: string): { entries: number; headHash: string } {
  const db = openForReading(file);
  try {
    return auditHead(db);
  } finally {
    db.close();
  }
}
