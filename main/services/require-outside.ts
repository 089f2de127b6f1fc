import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isInside } from '../store/contained-path.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/**
 * The project's folder is the database's own, and so is that of every other project: nothing that is exported is written
 * over their files. Called for a file or folder before anything is made there; `writeExports` and `writeExportFolder` call it.
 * @throws ServiceError `inside-project`
 */
export function requireOutside(ctx: Pick<ServiceContext, 'store'>, place: string): void {
  requireOutsideProjects(place, [realPlace(ctx.store.folder)]);
}

/** `requireOutside` for what is exported with no project at hand. */
export function requireOutsideProjects(place: string, known: readonly string[] = []): void {
  for (const each of new Set([path.resolve(place), realPlace(place)])) {
    const inKnown = known.some((folder) => isInside(folder, each));
    if (!inKnown && !foldersAbove(each).some(isProject)) continue;
    const message = `"${place}" cannot be saved inside the project, whose folder belongs to its database. Choose another folder.`;
    throw new ServiceError('inside-project', message);
  }
}

const isProject = (folder: string): boolean =>
  existsSync(path.join(folder, 'project.db')) && existsSync(path.join(folder, 'writer.lock'));

/** The place itself and each folder that it lies in. */
function foldersAbove(place: string): string[] {
  const parent = path.dirname(place);
  return parent === place ? [place] : [place, ...foldersAbove(parent)];
}

/** Where a file that need not be there yet would come to lie, links followed. */
function realPlace(file: string): string {
  const absolute = path.resolve(file);
  try {
    return realpathSync.native(absolute);
  } catch {
    const parent = path.dirname(absolute);
    return parent === absolute ? absolute : path.join(realPlace(parent), path.basename(absolute));
  }
}
