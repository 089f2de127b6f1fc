import path from 'node:path';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/**
 * The project's folder is the database's own: nothing else is written over its files.
 * @throws ServiceError `inside-project`
 */
export function requireOutside(ctx: ServiceContext, file: string, what: string): void {
  const fromProject = path.relative(ctx.store.folder, path.resolve(file));
  if (fromProject.startsWith('..') || path.isAbsolute(fromProject)) return;
  throw new ServiceError('inside-project', `The ${what} cannot be saved inside the project. Choose another folder.`);
}
