import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A disk of its own, so small that it can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes the space that is left, but for so many bytes. */
  fill(leftBytes?: number): void;
  /** Gives it back. */
  empty(): void;
  /** The same disk, mounted read-only in another place. */
  readOnlyView(): string;
  remove(): void;
}

/** Runs a command as root, which may take `sudo`. */
function asRoot(...command: readonly string[]): void {
  const [program = '', ...args] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
  execFileSync(program, args, { stdio: 'pipe' });
}

/** Whether this computer lets the tests mount a disk. */
export function canMount(): boolean {
  try {
    smallDisk(1).remove();
    return true;
  } catch {
    return false;
  }
}

/** Mounts a disk in memory. Throws where the system does not let us. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-disk-'));
  try {
    const owner = `uid=${process.getuid?.() ?? 0},gid=${process.getgid?.() ?? 0}`;
    asRoot('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,${owner}`, 'overread-test', folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const views: string[] = [];
  const filler = path.join(folder, 'filler');
  return {
    folder,
    fill: (leftBytes = 0) => {
      const handle = openSync(filler, 'a');
      try {
        for (const bytes of [65_536, 4096, 512]) writeUntilFull(handle, bytes);
        if (leftBytes > 0) ftruncateSync(handle, Math.max(0, fstatSync(handle).size - leftBytes));
      } finally {
        closeSync(handle);
      }
    },
    empty: () => rmSync(filler, { force: true }),
    readOnlyView: () => {
      const view = mkdtempSync(path.join(os.tmpdir(), 'overread-view-'));
      views.push(view);
      asRoot('mount', '--bind', folder, view);
      asRoot('mount', '-o', 'remount,bind,ro', view);
      return view;
    },
    remove: () => {
      for (const view of views) {
        asRoot('umount', '-l', view);
        rmSync(view, { recursive: true, force: true });
      }
      asRoot('umount', '-l', folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeUntilFull(handle: number, bytes: number): void {
  try {
    for (;;) writeSync(handle, Buffer.alloc(bytes, 1));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
