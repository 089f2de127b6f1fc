import { stat } from 'node:fs/promises';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeAborted, ComputeError } from '../compute/compute-errors.ts';
import { containedPath } from '../store/contained-path.ts';
import { type FileRow, filesOfSource } from '../store/files.ts';
import { findSource, moveSource } from '../store/sources.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { realFolder } from './walk-folder.ts';

export interface RelocateRequest {
  readonly sourceId: number;
  readonly root: string;
  readonly reader?: string | null | undefined;
}

export interface Relocated {
  readonly root: string;
  /** Files that are there with the bytes they were opened with. */
  readonly found: number;
  readonly missing: readonly string[];
  readonly changed: readonly string[];
}

/**
 * Points a source whose folder has moved to its new place, where at least one file must be there and every file that is
 * there must have the bytes it was opened with. Files that are missing there are named and stay missing.
 * @throws ServiceError `no-source`, `no-folder`, `wrong-folder`; the signal's reason when aborted
 */
export async function relocateSource(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  request: RelocateRequest,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Relocated> {
  const { db } = context.store;
  const source = findSource(db, request.sourceId);
  if (!source) throw new ServiceError('no-source', `There is no source ${request.sourceId} in this project.`);
  const root = await realFolder(request.root);
  const files = filesOfSource(db, source.id).filter((file) => file.sha256 !== null);
  const missing: string[] = [];
  const changed: string[] = [];
  await inParallel(files, READ_CONCURRENCY, async (file) => {
    options.signal?.throwIfAborted();
    const state = await compareFile(compute, root, file, options.signal);
    if (state === 'missing') missing.push(file.relativePath);
    if (state === 'changed') changed.push(file.relativePath);
  });
  const found = files.length - missing.length - changed.length;
  if (found === 0 || changed.length > 0) {
    const example = changed[0] ?? missing[0] ?? '';
    const message =
      changed.length > 0
        ? `"${example}" in "${root}" is another file than the one this source was opened with. Choose the right folder.`
        : `None of this source's files is in "${root}" (for example "${example}"). Choose the folder that holds them.`;
    throw new ServiceError('wrong-folder', message);
  }
  context.store.transaction(() => {
    moveSource(db, source.id, root);
    appendEntry(context, {
      event: 'source-moved',
      reader: request.reader ?? null,
      sourcePseudonym: source.pseudonym,
    });
  });
  return { root, found, missing: missing.sort(), changed };
}

async function compareFile(
  compute: Pick<ComputeClient, 'request'>,
  root: string,
  file: FileRow,
  signal: AbortSignal | undefined,
): Promise<'same' | 'missing' | 'changed'> {
  const absolute = containedPath(root, file.relativePath);
  if (absolute === null) return 'missing';
  const stats = await stat(absolute).catch(() => null);
  if (!stats?.isFile()) return 'missing';
  if (stats.size !== file.byteLength) return 'changed';
  try {
    const { sha256 } = await compute.request('inspect', { path: absolute }, { signal });
    return sha256 === file.sha256 ? 'same' : 'changed';
  } catch (error) {
    if (!(error instanceof ComputeError) || error instanceof ComputeAborted) throw error;
    // What cannot be read, or ends the child that tries, is not the file that was imported.
    return 'changed';
  }
}
