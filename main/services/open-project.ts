import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { deriveSeed } from '../../src/random/seeded-random.ts';
import { cleanName } from '../../src/review/clean-text.ts';
import { DEFAULT_READING_MODE, type ReadingMode } from '../../src/review/reading-mode.ts';
import { DEVICE_NAME, namesDevice } from '../../src/study/network-path.ts';
import { clearUnfinished, publishFolder, unfinishedPath } from '../store/durable-files.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { findProject, insertProject } from '../store/project.ts';
import { insertReadingMode } from '../store/reading-modes.ts';
import { clearModelLeftovers } from './clear-model-leftovers.ts';
import { endInterruptedRuns } from './end-interrupted-runs.ts';
import { refoldDisputes } from './refold-disputes.ts';
import { removeStrayCheckpoints } from './run-checkpoint.ts';
import { appendEntry, type ServiceContext, serviceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** What a context needs besides the store; the clock and the computer's name have defaults. */
export type ContextParts = Pick<ServiceContext, 'appVersion'> & Partial<Omit<ServiceContext, 'store'>>;

export interface NewProject {
  /** The project's own folder: made when it is not there, empty otherwise. */
  readonly folder: string;
  readonly name: string;
  /** Whether all of it comes from our own generator. */
  readonly synthetic?: boolean;
  /** Blind-first where nobody chose. */
  readonly readingMode?: ReadingMode;
}

/**
 * Makes a project and opens it. It appears under its name whole or not at all.
 * @param platform as Node names it: on Windows no folder has the name of a device, as "con.overread" is
 * @throws ServiceError `no-name`, `device-name`, `project-exists`, `folder-not-empty`
 */
export function createProject(
  project: NewProject,
  parts: ContextParts,
  platform: string = process.platform,
): ServiceContext {
  const folder = path.resolve(project.folder);
  const name = cleanName(project.name);
  if (name === '') throw new ServiceError('no-name', 'Give the project a name.');
  if (namesDevice(folder, platform)) throw new ServiceError('device-name', DEVICE_NAME);
  requireFreeFolder(folder);
  mkdirSync(path.dirname(folder), { recursive: true });
  const making = unfinishedPath(folder);
  clearUnfinished(path.dirname(folder));
  try {
    fillProject(openStore({ folder: making, mode: 'create' }), { ...project, name }, parts);
    if (existsSync(folder)) rmdirSync(folder);
    publishFolder(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
  return openProject({ folder }, parts);
}

function requireFreeFolder(folder: string): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder);
  if (names.includes('project.db')) {
    throw new ServiceError(
      'project-exists',
      `There is a project in ${folder} already. Open it, or choose another name.`,
    );
  }
  if (names.length > 0) {
    throw new ServiceError('folder-not-empty', `${folder} is not empty. Choose a new folder for the project.`);
  }
}

function fillProject(
  store: Store,
  project: Required<Pick<NewProject, 'name'>> & NewProject,
  parts: ContextParts,
): void {
  try {
    const ctx = serviceContext({ ...parts, store });
    const synthetic = project.synthetic ?? false;
    const uuid = randomUUID();
    store.transaction(() => {
      const createdMs = ctx.clock().getTime();
      insertProject(store.db, { uuid, name: project.name, createdMs, synthetic, pseudonymKey: randomBytes(32) });
      const reading = { mode: project.readingMode ?? DEFAULT_READING_MODE, seed: deriveSeed(uuid, 'reading') };
      insertReadingMode(store.db, { ...reading, setMs: createdMs });
      const { mode: readingMode, seed: readingSeed } = reading;
      appendEntry(ctx, { event: 'project-created', reader: null, project: uuid, synthetic, readingMode, readingSeed });
    });
  } finally {
    store.close();
  }
}

/**
 * Opens a project. While another window or command writes it, it opens for reading only; `ctx.store.readOnlyReason` then
 * says so. Training runs that a crash left running are ended, what they left of a model is removed, and disputes from before
 * several readers are found anew, once. Throws StoreError with what to do where there is no project, or one that cannot be opened.
 */
export function openProject(
  options: { folder: string; mode?: 'write' | 'read-only' },
  parts: ContextParts,
): ServiceContext {
  const store = openStore({ folder: options.folder, mode: options.mode ?? 'write' });
  try {
    if (!findProject(store.db)) {
      throw new ServiceError('no-project', `There is no Overread project in ${options.folder}.`);
    }
    const context = serviceContext({ ...parts, store });
    endInterruptedRuns(context);
    clearModelLeftovers(context);
    refoldDisputes(context);
    removeStrayCheckpoints(context);
    return context;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Closes a project and gives up the right to write it. */
export function closeProject(ctx: ServiceContext): void {
  ctx.store.close();
}

/** A project's folder inside `parent`, named after it with what no file system minds. */
export function projectFolderFor(parent: string, name: string): string {
  const safe = cleanName(name)
    .replace(/[^\p{L}\p{N} ._-]/gu, '-')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80);
  return path.join(parent, `${safe || 'project'}.overread`);
}
