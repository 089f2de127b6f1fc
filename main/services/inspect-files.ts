import type { FileHeader } from '../../src/study/file-header.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeError, plainWords } from '../compute/compute-errors.ts';
import { claimsToBeImage } from './image-files.ts';
import { inParallel } from './in-parallel.ts';
import type { WalkedFile } from './walk-folder.ts';

/** Why a file is listed and not shown. */
export interface FileRefusal {
  readonly code: string;
  readonly message: string;
}

/** What was found at a path: a picture, or why it is none. */
export type InspectedFile = Omit<WalkedFile, 'absolutePath'> &
  (
    | { readonly kind: 'image'; readonly sha256: string; readonly header: FileHeader }
    | { readonly kind: 'refused'; readonly refusal: FileRefusal }
  );

/** Files that are read at the same time; a little more than there are decoding children, so that none waits. */
export const READ_CONCURRENCY = 4;

/**
 * Reads one file's hash and header.
 * @returns null for what is no picture and does not claim to be one, and for a DICOMDIR
 * @throws ComputeError `aborted`
 */
export async function inspectFile(
  compute: Pick<ComputeClient, 'request'>,
  file: WalkedFile,
  signal: AbortSignal | undefined,
): Promise<InspectedFile | null> {
  const { absolutePath, ...place } = file;
  try {
    const found = await compute.request('inspect', { path: absolutePath }, { signal, priority: 'background' });
    if (found.header) return { ...place, kind: 'image', sha256: found.sha256, header: found.header };
    if (found.listedFiles) return null;
    const refusal = found.refusal ?? { code: 'corrupt', message: 'The file cannot be read.' };
    return (await claimsToBeImage(file)) ? { ...place, kind: 'refused', refusal } : null;
  } catch (error) {
    if (!(error instanceof ComputeError) || error.code === 'aborted') throw error;
    const refusal = { code: error.code, message: plainWords(error) };
    return (await claimsToBeImage(file)) ? { ...place, kind: 'refused', refusal } : null;
  }
}

/** Inspects files side by side; results come in the order of the list, `onEach` as each is done. */
export async function inspectFiles(
  compute: Pick<ComputeClient, 'request'>,
  files: readonly WalkedFile[],
  options: { readonly signal?: AbortSignal | undefined; readonly onEach?: (() => void) | undefined },
): Promise<InspectedFile[]> {
  const results = new Array<InspectedFile | null>(files.length).fill(null);
  await inParallel(files, READ_CONCURRENCY, async (file, index) => {
    options.signal?.throwIfAborted();
    results[index] = await inspectFile(compute, file, options.signal);
    options.onEach?.();
  });
  return results.filter((result) => result !== null);
}
