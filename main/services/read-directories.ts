import path from 'node:path';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeError } from '../compute/compute-errors.ts';
import type { InspectedFile } from './inspect-files.ts';
import type { WalkedFile } from './walk-folder.ts';

/** What the DICOMDIRs of a folder say of it. */
export interface ListedFiles {
  /** Paths, relative to the root, of files that a DICOMDIR lists and that are there. */
  readonly there: ReadonlySet<string>;
  /** Those that it lists and that are not there, each refused by name. */
  readonly missing: readonly InspectedFile[];
}

/** True for a file that a disc's directory is named by. */
function isDirectoryFile(file: Pick<WalkedFile, 'relativePath'>): boolean {
  return path.posix.basename(file.relativePath).toUpperCase() === 'DICOMDIR';
}

/** How a path is compared: discs change case, and add a version to names. */
function plain(relativePath: string): string {
  return relativePath.toUpperCase().replace(/\.?(;\d+)?$/, '');
}

/**
 * Reads the DICOMDIRs among a folder's files. One that cannot be read lists nothing: what lies in the folder is found
 * without it.
 * @throws ComputeError `aborted`
 */
export async function readDirectories(
  compute: Pick<ComputeClient, 'request'>,
  files: readonly WalkedFile[],
  signal: AbortSignal | undefined,
): Promise<ListedFiles> {
  const byName = new Map(files.map((file) => [plain(file.relativePath), file.relativePath]));
  const there = new Set<string>();
  const missing = new Map<string, InspectedFile>();
  for (const directory of files.filter(isDirectoryFile)) {
    for (const listed of await listedBy(compute, directory, signal)) {
      const relativePath = path.posix.join(path.posix.dirname(directory.relativePath), listed);
      const found = byName.get(plain(relativePath));
      if (found === undefined) missing.set(relativePath, missingFile(relativePath, directory.relativePath));
      else there.add(found);
    }
  }
  return { there, missing: [...missing.values()] };
}

async function listedBy(
  compute: Pick<ComputeClient, 'request'>,
  directory: WalkedFile,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  try {
    return (await compute.request('inspect', { path: directory.absolutePath }, { signal })).listedFiles ?? [];
  } catch (error) {
    if (!(error instanceof ComputeError) || error.code === 'aborted') throw error;
    return [];
  }
}

function missingFile(relativePath: string, directory: string): InspectedFile {
  const message = `"${directory}" lists this file, and it is not in the folder. Copy the whole disc again.`;
  return { kind: 'refused', relativePath, byteLength: 0, modifiedMs: 0, refusal: { code: 'missing', message } };
}
