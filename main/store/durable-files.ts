import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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
 * Writes a file so that after a crash there is the old one or the whole new one, never a part: temporary file in the same
 * folder, fsync, rename, fsync of the folder. Returns when all of it is on the disk.
 */
export function writeFileDurably(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.partial`;
  try {
    const handle = openSync(temporary, 'w');
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(path.dirname(file));
}
