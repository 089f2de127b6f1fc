import { realpathSync } from 'node:fs';
import path from 'node:path';
import { isNetworkPath, namesDevice } from '../../src/study/network-path.ts';

/** Whether a file lies in a folder (or is it). Both absolute, as the system spells them without links. */
export function isInside(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/**
 * The file at a relative path that was kept in a database, which may have come from anybody: it stays in its folder by its
 * name, and where it is there, by the links on the way to it too. Folders on other machines and devices are not asked for at all.
 * @param relative with `/`
 * @returns the absolute path (the file need not be there); null where it would lead out of the folder
 */
export function containedPath(folder: string, relative: string, platform: string = process.platform): string | null {
  if (namesDevice(folder, platform) || namesDevice(relative, platform)) return null;
  if (isNetworkPath(folder) || isNetworkPath(relative) || relative.includes('\0')) return null;
  const file = path.resolve(folder, ...relative.split('/'));
  if (!isInside(path.resolve(folder), file)) return null;
  try {
    return isInside(realpathSync.native(folder), realpathSync.native(file)) ? file : null;
  } catch {
    return file;
  }
}
