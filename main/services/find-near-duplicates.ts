import type { ComputeClient } from '../compute/compute-client.ts';
import { insertPair } from '../store/near-duplicates.ts';
import {
  listThumbnails,
  markSearched,
  saveThumbnail,
  slicesToSearch,
  unsearchedAmong,
} from '../store/slice-thumbnails.ts';
import { notePixelHash } from '../store/slices.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import { namingFile } from './naming-file.ts';
import { concatenate } from './predict-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface SearchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { message: string; done: number; total: number }) => void) | undefined;
}

/** Whether every slice that is labelled, used or sealed was searched. */
export function isSearched(context: ServiceContext): boolean {
  return unsearchedAmong(context.store.db, slicesToSearch(context.store.db)).length === 0;
}

/** Longest time that a search of many thousand slices may take. */
const SEARCH_BOUND_MS = 30 * 60_000;

type Compute = Pick<ComputeClient, 'request'>;

/**
 * Searches all slices that are labelled, used or sealed for near-duplicates, unless each of them was searched already.
 * Where one is new all are compared again: thumbnails are kept, so only the new ones are decoded. A pair that was
 * found once stays, with its judgement. Cancelled, it goes on with the thumbnails made so far the next time.
 * A project that is open for reading only is left as it is.
 * @throws SliceNotFound, ServiceError `changed` or with the code of a file that cannot be read, ComputeError: without a file it cannot be said what it is a copy of
 */
export async function findNearDuplicates(
  context: ServiceContext,
  compute: Compute,
  request: { readonly reader: string | null },
  options: SearchOptions = {},
): Promise<{ searched: number; found: number }> {
  const { store } = context;
  if (store.readOnly || isSearched(context)) return { searched: 0, found: 0 };
  await completeThumbnails(context, compute, slicesToSearch(store.db), options);
  const thumbnails = listThumbnails(store.db);
  const { pairs } = await compute.request('near-duplicates', thumbnailInput(thumbnails), {
    signal: options.signal,
    priority: 'background',
    timeoutMs: SEARCH_BOUND_MS,
    onProgress: ({ done, total }) => options.onProgress?.({ message: 'Comparing slices', done, total }),
  });
  const idOf = new Map(thumbnails.map(({ key, sliceId }) => [key, sliceId]));
  return store.transaction(() => {
    const foundMs = context.clock().getTime();
    let found = 0;
    for (const { a, b, ...pair } of pairs) {
      const [idA, idB] = [idOf.get(a), idOf.get(b)];
      if (idA !== undefined && idB !== undefined && insertPair(store.db, { ...pair, a: idA, b: idB, foundMs }))
        found += 1;
    }
    markSearched(store.db, [...idOf.values()], foundMs);
    const slices = thumbnails.length;
    appendEntry(context, { event: 'near-duplicates-searched', reader: request.reader, slices, found });
    return { searched: slices, found };
  });
}

/** Makes the thumbnails that are missing among these slices, each kept as soon as it is made. */
export async function completeThumbnails(
  context: ServiceContext,
  compute: Compute,
  sliceIds: readonly number[],
  { signal, onProgress }: SearchOptions = {},
): Promise<void> {
  const { db } = context.store;
  const known = new Set(listThumbnails(db, sliceIds).map(({ sliceId }) => sliceId));
  const missing = sliceIds.filter((sliceId) => !known.has(sliceId));
  let done = 0;
  await inParallel(missing, READ_CONCURRENCY, async (sliceId) => {
    signal?.throwIfAborted();
    const place = locateSlice(context, sliceId);
    const { path, frame } = place;
    const { sha256, pixelSha256, ...thumbnail } = await namingFile(
      place.file,
      compute.request('thumbnail', { path, frame }, { signal, priority: 'background' }),
    );
    requireSameBytes(place, sha256);
    notePixelHash(db, sliceId, pixelSha256);
    saveThumbnail(db, sliceId, { ...thumbnail, pixelHash: pixelSha256 });
    done += 1;
    onProgress?.({ message: 'Looking at slices', done, total: missing.length });
  });
}

/** Thumbnails as they go to the compute child. */
export function thumbnailInput(thumbnails: ReturnType<typeof listThumbnails>) {
  return {
    slices: thumbnails.map(({ key, pixelHash, rows, columns, box }) => ({ key, pixelHash, rows, columns, box })),
    greys: concatenate(thumbnails.map(({ grey }) => grey)),
  };
}

/**
 * Refuses slices that no search has compared with the others: it is not known yet which of them are copies.
 * @throws ServiceError `not-searched`
 */
export function requireSearched(context: ServiceContext, sliceIds: readonly number[]): void {
  const unsearched = unsearchedAmong(context.store.db, sliceIds).length;
  if (unsearched === 0) return;
  throw new ServiceError(
    'not-searched',
    `${unsearched} slices have not been searched for near-duplicates yet, so that copies could lie on both sides of a ` +
      'split. Search for near-duplicates first (Data set screen, or `overread duplicates`).',
  );
}
