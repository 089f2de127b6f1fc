import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { clearUnfinished, publishFolder, syncFolder, unfinishedPath } from '../store/durable-files.ts';
import { requireOutside } from './require-outside.ts';
import type { ServiceContext } from './service-context.ts';
import { removeExport, writeExports } from './write-export.ts';

export interface NamedContent {
  /** Inside the folder. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes files that belong together into a folder. A folder that is not there yet appears under its name with all of them
 * or not at all: it is filled beside its place first. Into one that is there they go as by `writeExports`: where the last one is, the
 * others are.
 * @param log called once the files have their names; where it throws, those that were not there before do not stay
 * @throws ServiceError `inside-project`, and as `writeExports`; the file system's error
 */
export function writeExportFolder(
  ctx: ServiceContext,
  folder: string,
  files: readonly NamedContent[],
  log: () => void,
): void {
  requireOutside(ctx, folder);
  const placed = (into: string) => files.map(({ name, content }) => ({ file: path.join(into, name), content }));
  if (existsSync(folder)) {
    const fresh = placed(folder).filter(({ file }) => !existsSync(file));
    try {
      writeExports(ctx, placed(folder));
      log();
    } catch (error) {
      for (const { file } of fresh) removeExport(file);
      throw error;
    }
    return;
  }
  const parent = path.dirname(folder);
  const made = makeFolders(parent);
  const temporary = unfinishedPath(folder);
  clearUnfinished(parent);
  try {
    mkdirSync(temporary);
    writeExports(ctx, placed(temporary));
    publishFolder(temporary, folder);
    log();
  } catch (error) {
    for (const each of [temporary, folder, ...(made === undefined ? [] : [made])]) {
      rmSync(each, { recursive: true, force: true });
    }
    throw error;
  }
}

/** @returns the topmost folder that had to be made, whose names and those below are on the disk; undefined where none had to be */
function makeFolders(folder: string): string | undefined {
  const made = mkdirSync(folder, { recursive: true });
  if (made === undefined) return undefined;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    syncFolder(path.dirname(at));
    if (at === path.resolve(made)) return made;
  }
}
