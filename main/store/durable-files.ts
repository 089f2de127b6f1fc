import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

// How files and folders come to be there whole or not at all: written under a name of unfinished work in the same folder,
// fsync, rename, fsync of the folder.

const UNFINISHED = /\.overread-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.partial$/;
const thisComputer = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Makes the names in a folder durable. Windows has no such call for folders; its file system journals them. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * A new name beside a file or folder for it to be made under: hidden, and telling by which process, so that what a crash
 * leaves behind can be told from what is being written. `clearUnfinished` removes the former.
 */
export function unfinishedPath(target: string): string {
  const maker = `${thisComputer}-${process.pid}-${randomBytes(4).toString('hex')}`;
  return path.join(path.dirname(target), `.${path.basename(target)}.overread-${maker}.partial`);
}

/** What the making of a file or folder left beside it, whoever made it and whether they still do; absolute paths. */
export function unfinishedOf(target: string): string[] {
  const folder = path.dirname(target);
  return namesIn(folder)
    .filter((name) => UNFINISHED.test(name) && name.replace(UNFINISHED, '') === `.${path.basename(target)}`)
    .map((name) => path.join(folder, name));
}

/** The names in a folder; none where it is not there or cannot be listed. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Removes unfinished files and folders whose process, of this computer, is not there any more. Never throws. */
export function clearUnfinished(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const [, computer, pid] = UNFINISHED.exec(name) ?? [];
      if (computer !== thisComputer || isRunning(Number(pid))) continue;
      rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  } catch {
    // A folder that cannot be listed or written to: what lies there bears no name that could be taken for finished work.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const cleared = new Set<string>();

/** Once for each folder that this process writes into. */
function clearOnce(folder: string): void {
  if (cleared.has(folder)) return;
  cleared.add(folder);
  clearUnfinished(folder);
}

/** Whether a write failed because there is no space left: the disk is full, or the account's share of it is used up. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** Content of a file, whole or in pieces that are made as they are written. */
export type DurableContent = string | Uint8Array | Iterable<Uint8Array>;

/** @returns the unfinished file, its bytes on the disk */
function writeUnfinished(file: string, content: DurableContent, mode: number): string {
  const temporary = unfinishedPath(file);
  clearOnce(path.dirname(file));
  try {
    const handle = openSync(temporary, 'wx', mode);
    try {
      const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const piece of pieces) writeFileSync(handle, piece);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return temporary;
}

/**
 * Writes a file so that after a crash there is the old one or the whole new one, never a part. Returns when all of it is on
 * the disk.
 * @param mode permissions of a new file, before the process's mask
 */
export function writeFileDurably(file: string, content: DurableContent, mode = 0o666): void {
  writeFilesDurably([{ file, content }], mode);
}

/**
 * Writes files of one folder that belong together. All are whole on the disk before the first takes its name; the last one
 * takes its own last, and an older file of that name goes first: where the last one is, the others are, and of one making.
 */
export function writeFilesDurably(
  files: readonly { readonly file: string; readonly content: DurableContent }[],
  mode = 0o666,
): void {
  const written: { file: string; temporary: string }[] = [];
  try {
    for (const { file, content } of files) written.push({ file, temporary: writeUnfinished(file, content, mode) });
    const last = written.at(-1);
    if (last && written.length > 1) {
      rmSync(last.file, { force: true });
      syncFolder(path.dirname(last.file));
    }
    for (const { file, temporary } of written) {
      if (written.length > 1 && file === last?.file) syncFolder(path.dirname(file));
      renameSync(temporary, file);
    }
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    throw error;
  }
  for (const folder of new Set(written.map(({ file }) => path.dirname(file)))) syncFolder(folder);
}

/** Gives a finished folder, whose files are on the disk already, its name, and makes the name durable. */
export function publishFolder(unfinished: string, folder: string): void {
  syncFolders(unfinished);
  renameSync(unfinished, folder);
  syncFolder(path.dirname(folder));
}

/** A folder and all below it. */
function syncFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) syncFolders(path.join(folder, entry.name));
  }
  syncFolder(folder);
}
