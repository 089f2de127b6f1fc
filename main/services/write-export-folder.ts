import { existsSync, mkdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { AuditHead } from '../../src/audit/audit-head.ts';
import { auditHead } from '../store/audit-log.ts';
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
 * @param head the head that the files carry
 * @param log called once the files have their names; where it throws, those that were not there before do not stay
 * @throws ServiceError `inside-project`, and as `writeExports`; the file system's error
 */
export function writeExportFolder(
  ctx: ServiceContext,
  folder: string,
  files: readonly NamedContent[],
  log: () => void,
  head: AuditHead = auditHead(ctx.store.db),
): void {
  requireOutside(ctx, folder);
  const placed = (into: string) => files.map(({ name, content }) => ({ file: path.join(into, name), content }));
  if (existsSync(folder)) {
    const fresh = placed(folder).filter(({ file }) => !existsSync(file));
    try {
      writeExports(ctx, placed(folder), head);
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
    writeExports(ctx, placed(temporary), head);
    publishFolder(temporary, folder);
  } catch (error) {
    // What stands at the folder's place by now is not ours.
    rmSync(temporary, { recursive: true, force: true });
    removeEmpty(parent, made);
    throw error;
  }
  try {
    log();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    removeEmpty(parent, made);
    throw error;
  }
}

/** Takes away again the folders that were made, from the innermost, as long as nothing else lies in them. */
function removeEmpty(innermost: string, topmost: string | undefined): void {
  if (topmost === undefined) return;
  const last = path.resolve(topmost);
  try {
    for (let at = path.resolve(innermost); ; at = path.dirname(at)) {
      rmdirSync(at);
      if (at === last) return;
    }
  } catch {
    // Not empty, or not to be removed: it stays. Why the export failed is what is to be told.
  }
}

/** @returns the topmost folder that had to be made, whose names and those below are on the disk; undefined where none had to be */
function makeFolders(folder: string): string | undefined {
  const made = mkdirSync(folder, { recursive: true });
  if (made === undefined) return undefined;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    syncFolder(path.dirname(at));
    if (at === path.resolve(made) || at === path.dirname(at)) return made;
  }
}
