import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { naturalOrder } from '../../src/study/natural-order.ts';
import { isNetworkPath, NETWORK_FOLDER, namesDevice } from '../../src/study/network-path.ts';
import { isInside } from '../store/contained-path.ts';
import { ServiceError } from './service-error.ts';

export interface WalkedFile {
  readonly absolutePath: string;
  /** Relative to the root, with `/`. */
  readonly relativePath: string;
  readonly byteLength: number;
  readonly modifiedMs: number;
}

export interface WalkedFolder {
  /** The root as an absolute path without links. */
  readonly root: string;
  /** In natural order of their paths: `2.dcm` before `10.dcm`. */
  readonly files: readonly WalkedFile[];
  /** Folders and files that could not be looked into, and why. */
  readonly unreadable: readonly { readonly relativePath: string; readonly message: string }[];
}

export interface WalkLimits {
  readonly maxFiles: number;
  readonly maxDepth: number;
}

const DEFAULT_LIMITS: WalkLimits = { maxFiles: 200_000, maxDepth: 32 };
const LEADS_OUT = 'This is a link that leads out of the folder. Copy what it leads to into the folder.';
const LITTER = new Set(['__macosx', 'thumbs.db', 'desktop.ini', '$recycle.bin', 'system volume information']);

/**
 * Every file below a folder. Links inside the folder are followed, loops not; a link that leads out of it is refused by name.
 * Hidden files and what systems leave behind are passed over, and so is what is no file (pipes, devices, sockets).
 * @throws ServiceError `no-folder`, `too-many-files`; the signal's reason when aborted
 */
export async function walkFolder(
  folder: string,
  options: { readonly signal?: AbortSignal | undefined; readonly limits?: WalkLimits | undefined } = {},
): Promise<WalkedFolder> {
  const { signal, limits = DEFAULT_LIMITS } = options;
  const root = await realFolder(folder);
  const files: WalkedFile[] = [];
  const unreadable: { relativePath: string; message: string }[] = [];
  const visited = new Set<string>();
  const why = (error: unknown): string =>
    error instanceof Error ? error.message.replace(/, .*$/s, '') : String(error);

  const visit = async (relative: string, depth: number): Promise<void> => {
    signal?.throwIfAborted();
    const absolute = path.join(root, relative);
    let entries: Dirent[];
    try {
      const real = await realpath(absolute);
      if (visited.has(real)) return;
      visited.add(real);
      entries = await readdir(absolute, { withFileTypes: true });
    } catch (error) {
      unreadable.push({ relativePath: relative, message: `The folder cannot be read (${why(error)}).` });
      return;
    }
    // A project's own folder holds no slices, and opening its database as a file would drop the locks on it.
    if (entries.some((entry) => entry.name === 'writer.lock')) return;
    for (const entry of entries) {
      if (entry.name.startsWith('.') || LITTER.has(entry.name.toLowerCase())) continue;
      const relativePath = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isSymbolicLink() && (await leadsOut(relativePath))) {
        unreadable.push({ relativePath, message: LEADS_OUT });
      } else await visitEntry(relativePath, depth);
    }
  };

  const leadsOut = async (relativePath: string): Promise<boolean> => {
    const real = await realpath(path.join(root, relativePath)).catch(() => root);
    return !isInside(root, real);
  };

  const visitEntry = async (relativePath: string, depth: number): Promise<void> => {
    const absolutePath = path.join(root, relativePath);
    const stats = await stat(absolutePath).catch((error: unknown) => {
      unreadable.push({ relativePath, message: `The file cannot be read (${why(error)}).` });
      return null;
    });
    if (stats?.isDirectory()) {
      if (depth < limits.maxDepth) await visit(relativePath, depth + 1);
      else unreadable.push({ relativePath, message: `The folder lies more than ${limits.maxDepth} folders deep.` });
    } else if (stats?.isFile()) {
      files.push({ absolutePath, relativePath, byteLength: stats.size, modifiedMs: Math.round(stats.mtimeMs) });
      if (files.length > limits.maxFiles) {
        const message = `"${folder}" holds more than ${limits.maxFiles} files. Choose a folder further down.`;
        throw new ServiceError('too-many-files', message);
      }
    }
  };

  await visit('', 0);
  files.sort((a, b) => naturalOrder(a.relativePath, b.relativePath));
  return { root, files, unreadable };
}

/** The folder as an absolute path without links. @throws ServiceError `no-folder` where it is not there, or is a file; `network-folder` */
export async function realFolder(folder: string): Promise<string> {
  if (isNetworkPath(folder)) throw new ServiceError('network-folder', NETWORK_FOLDER);
  if (namesDevice(folder, process.platform)) {
    throw new ServiceError(
      'no-folder',
      `"${folder}" is a name that Windows keeps for a device. Choose another folder.`,
    );
  }
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch {
    throw new ServiceError(
      'no-folder',
      `There is no folder "${folder}". Look whether it was moved, or choose another.`,
    );
  }
  throw new ServiceError('no-folder', `"${folder}" is a file. Choose the folder that holds it.`);
}
