import path from 'node:path';
import type { ComputeClient } from '../compute/compute-client.ts';
import { countPresentationsOf, countSlicesOf, isSourceInLog } from '../store/source-slices.ts';
import { findSourceByRoot, insertSource, removeSource, type SourceRow } from '../store/sources.ts';
import { mayBeImage } from './image-files.ts';
import { type InspectedFile, inspectFiles } from './inspect-files.ts';
import { pseudonym } from './pseudonym.ts';
import { readDirectories } from './read-directories.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { storeSourceSlices } from './store-source-slices.ts';
import { applyStudy, type KnownStudy, knownStudy, withoutUnchanged } from './study-changes.ts';
import { type WalkedFolder, walkFolder } from './walk-folder.ts';

export interface OpenStudyRequest {
  readonly folder: string;
  readonly reader?: string | null | undefined;
  /** The study was made by the demo's generator. */
  readonly synthetic?: boolean | undefined;
}

export interface OpenStudyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { message: string; done: number; total: number }) => void) | undefined;
}

export interface OpenedStudy {
  readonly sourceId: number;
  readonly slices: number;
  readonly refused: number;
}

/** A large study is shown from its first files on, while the rest is read. */
const FIRST_BATCH = 24;

/**
 * Opens a folder of slices for reading. Files that have not changed since it was last opened are not read again; those
 * that are gone leave the list. Of a large new study the first slices are stored and told of (`study-opened`, not
 * complete) before the rest is read. A study whose opening is cancelled leaves nothing behind, unless a reader has worked
 * on its first slices already: then what was stored stays, and opening the folder again completes it.
 * @throws ServiceError `no-folder`, `no-images`, `too-many-files`; ComputeError `aborted` or the signal's reason
 */
export async function openStudy(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  request: OpenStudyRequest,
  options: OpenStudyOptions = {},
): Promise<OpenedStudy> {
  options.onProgress?.({ message: 'Looking through the folder', done: 0, total: 0 });
  const folder = await walkFolder(request.folder, { signal: options.signal });
  const source = findSourceByRoot(context.store.db, 'study', folder.root);
  const known = knownStudy(context, source);
  const listed = await readDirectories(compute, folder.files, options.signal);
  const candidates = folder.files.filter((file) => mayBeImage(file) || listed.there.has(file.relativePath));
  const { unchanged, toRead } = withoutUnchanged(known, candidates);
  let done = unchanged.length;
  const total = unchanged.length + toRead.length;
  const onEach = () => options.onProgress?.({ message: 'Reading the slices', done: ++done, total });
  const read = { signal: options.signal, onEach };

  const showFirst = source === null && toRead.length > 2 * FIRST_BATCH;
  const first = await inspectFiles(compute, showFirst ? toRead.slice(0, FIRST_BATCH) : [], read);
  const early = showFirst ? storeFirst(context, request, folder, first) : null;
  try {
    const rest = await inspectFiles(compute, showFirst ? toRead.slice(FIRST_BATCH) : toRead, read);
    options.signal?.throwIfAborted();
    return storeAll(context, request, folder, known, [...unchanged, ...first, ...rest, ...listed.missing]);
  } catch (error) {
    if (early) takeBack(context, request, early);
    throw error;
  }
}

/** Null where there is nothing to show yet, or the folder was opened by somebody else meanwhile. */
function storeFirst(
  context: ServiceContext,
  request: OpenStudyRequest,
  folder: WalkedFolder,
  files: readonly InspectedFile[],
): SourceRow | null {
  const images = files.filter((file) => file.kind === 'image');
  if (images.length === 0) return null;
  const source = context.store.transaction(() => {
    if (findSourceByRoot(context.store.db, 'study', folder.root)) return null;
    const added = addSource(context, request, folder.root);
    storeSourceSlices(context, added, images);
    return added;
  });
  if (source) context.notify({ kind: 'study-opened', sourceId: source.id, complete: false });
  return source;
}

function addSource(context: ServiceContext, request: OpenStudyRequest, root: string): SourceRow {
  const source = {
    kind: 'study' as const,
    name: path.basename(root),
    pseudonym: pseudonym(context.store, 'source', `study ${root}`),
    root,
    labelOrigin: null,
    synthetic: request.synthetic ?? false,
    addedMs: context.clock().getTime(),
  };
  return { ...source, id: insertSource(context.store.db, source) };
}

function storeAll(
  context: ServiceContext,
  request: OpenStudyRequest,
  folder: WalkedFolder,
  known: KnownStudy,
  files: readonly InspectedFile[],
): OpenedStudy {
  const unreadable = folder.unreadable.map(({ relativePath, message }): InspectedFile => {
    const refusal = { code: 'unreadable', message };
    return { kind: 'refused', relativePath: relativePath || '.', byteLength: 0, modifiedMs: 0, refusal };
  });
  const all = [...files, ...unreadable];
  if (all.length === 0) {
    throw new ServiceError(
      'no-images',
      `There are no PNG or DICOM pictures in "${folder.root}". Choose another folder.`,
    );
  }
  const opened = context.store.transaction(() => {
    const { db } = context.store;
    const source =
      known.source ?? findSourceByRoot(db, 'study', folder.root) ?? addSource(context, request, folder.root);
    // A study that was new may have its first slices by now, or all of them where it was opened twice at the same time.
    const now = known.source ? known : knownStudy(context, source);
    return applyStudy(context, { ...now, source }, all, request.reader ?? null);
  });
  context.notify({ kind: 'study-opened', sourceId: opened.sourceId, complete: true });
  return opened;
}

/** Ends a cancelled first opening: nothing stays, or what a reader has worked on stays and is told of in the log. */
function takeBack(context: ServiceContext, request: OpenStudyRequest, source: SourceRow): void {
  const { db } = context.store;
  context.store.transaction(() => {
    if (isSourceInLog(db, source.pseudonym)) return;
    if (countPresentationsOf(db, source.id) === 0) return removeSource(db, source.id);
    appendEntry(context, {
      event: 'source-added',
      reader: request.reader ?? null,
      sourcePseudonym: source.pseudonym,
      kind: 'study',
      slices: countSlicesOf(db, source.id),
      refused: 0,
      labelled: 0,
      synthetic: source.synthetic,
    });
  });
}
