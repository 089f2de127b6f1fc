import { realpathSync } from 'node:fs';
import path from 'node:path';
import { isInside } from '../store/contained-path.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/**
 * The project's folder is the database's own: nothing else is written over its files.
 * @throws ServiceError `inside-project`
 */
export function requireOutside(ctx: ServiceContext, file: string, what: string): void {
  const inside = [path.resolve(file), realPlace(file)].some((place) => isInside(realPlace(ctx.store.folder), place));
  if (!inside) return;
  throw new ServiceError('inside-project', `The ${what} cannot be saved inside the project. Choose another folder.`);
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
