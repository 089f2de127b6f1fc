import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ProjectLoss } from '../../src/contract/purge-methods.ts';
import { auditHead } from '../store/audit-log.ts';
import { backupsFolder } from '../store/backups.ts';
import { namesIn, syncFolder, unfinishedOf } from '../store/durable-files.ts';
import { listModelRows } from '../store/models.ts';
import { findProject } from '../store/project.ts';
import { sliceKeysOf } from '../store/purge.ts';
import { countRow } from '../store/row-types.ts';
import { takeWriterLock } from '../store/writer-lock.ts';
import { type ContextParts, closeProject, openProject } from './open-project.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { removeThumbnails } from './thumbnail-folder.ts';

const LOCK = 'writer.lock';

/** What is lost with a project. */
export function projectLoss(context: ServiceContext): ProjectLoss {
  const { db, folder } = context.store;
  const count = (table: string): number => db.one(countRow, `SELECT count(*) AS n FROM ${table}`).n;
  return {
    name: findProject(db)?.name ?? '',
    folder,
    entries: auditHead(db).entries,
    sources: count('sources'),
    slices: count('slices'),
    reads: count('reads'),
    models: listModelRows(db).length,
    backups: namesIn(backupsFolder(folder)).length,
  };
}

export interface PurgeProjectRequest {
  /** The project's folder; nobody may have it open. */
  readonly folder: string;
  readonly thumbnailFolder: string | null;
}

/**
 * Deletes a project: its folder with database, log, models and backups, and the small pictures of its slices. The pictures'
 * own files are not the project's, and stay where they are.
 * @returns what could not be deleted; empty where nothing is left
 * @throws ServiceError `project-in-use` while somebody has the project open; `no-project`
 */
export async function purgeProject(request: PurgeProjectRequest, parts: ContextParts): Promise<string[]> {
  const folder = path.resolve(request.folder);
  const context = openProject({ folder }, parts);
  const inUse = context.store.readOnlyReason !== null;
  const keys = inUse ? [] : sliceKeysOf(context.store.db, null);
  closeProject(context);
  if (inUse) throw projectInUse();
  if (request.thumbnailFolder !== null) await removeThumbnails(request.thumbnailFolder, keys);
  removeFolder(folder);
  return [folder, ...unfinishedOf(folder)].filter((left) => existsSync(left));
}

const projectInUse = (): ServiceError =>
  new ServiceError(
    'project-in-use',
    'Another window or command has this project open. Close it there, then purge the project again. Nothing was deleted.',
  );

/** The database goes first, under the lock: after a crash in between there is no project that looks whole. */
function removeFolder(folder: string): void {
  const lock = takeWriterLock(folder);
  if (!lock) throw projectInUse();
  try {
    for (const name of ['project.db', 'project.db-wal', 'project.db-shm'])
      rmSync(path.join(folder, name), { force: true });
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(LOCK)) rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  } finally {
    lock.release();
  }
  rmSync(folder, { recursive: true, force: true });
  // What the making of the project left when it was cut short.
  for (const unfinished of unfinishedOf(folder)) rmSync(unfinished, { recursive: true, force: true });
  syncFolder(path.dirname(folder));
}
