import type { ComputeClient } from '../compute/compute-client.ts';
import { insertPair } from '../store/near-duplicates.ts';
import {
  listThumbnails,
  markSearched,
  saveThumbnail,
  slicesToSearch,
  unsearchedAmong,
} from '../store/slice-thumbnails.ts';
import { notePixelHash, slicePlaces } from '../store/slices.ts';
import { inParallel } from './in-parallel.ts';
import { READ_CONCURRENCY } from './inspect-files.ts';
import { locateSlice, requireSameBytes } from './locate-slice.ts';
import type { InputFailure } from './network-inputs.ts';
import { concatenate } from './predict-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { sliceFailure } from './slice-failure.ts';

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

export interface SearchOutcome {
  /** Slices that were compared; 0 where there was nothing new to compare. */
  readonly searched: number;
  /** Pairs that no earlier search had found. */
  readonly found: number;
  /** Slices that could not be read. They count as not searched, and the next search tries them again. */
  readonly failures: readonly InputFailure[];
}

/**
 * Searches all slices that are labelled, used or sealed for near-duplicates, unless each of them was searched already.
 * Where one is new all are compared again: thumbnails are kept, so only the new ones are decoded. A pair that was
 * found once stays, with its judgement. Cancelled, it goes on with the thumbnails made so far the next time.
 * A slice whose file is gone, changed or unreadable is named in `failures` and does not stop its neighbours: it stays
 * unsearched, and what rests on groups refuses it (`requireSearched`, `readyToFreeze`).
 * A project that is open for reading only is left as it is.
 * @throws the signal's reason, or ComputeAborted, when cancelled
 */
export async function findNearDuplicates(
  context: ServiceContext,
  compute: Compute,
  request: { readonly reader: string | null },
  options: SearchOptions = {},
): Promise<SearchOutcome> {
  const { store } = context;
  if (store.readOnly || isSearched(context)) return { searched: 0, found: 0, failures: [] };
  const failures = await completeThumbnails(context, compute, slicesToSearch(store.db), options);
  const thumbnails = listThumbnails(store.db);
  const readable = thumbnails.map(({ sliceId }) => sliceId);
  if (unsearchedAmong(store.db, readable).length === 0) return { searched: 0, found: 0, failures };
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
    markSearched(store.db, readable, foundMs);
    const slices = thumbnails.length;
    const unread = failures.length === 0 ? {} : { unread: failures.length };
    appendEntry(context, { event: 'near-duplicates-searched', reader: request.reader, slices, found, ...unread });
    return { searched: slices, found, failures };
  });
}

/**
 * Makes the thumbnails that are missing among these slices, each kept as soon as it is made.
 * @returns the slices that could not be read
 */
export async function completeThumbnails(
  context: ServiceContext,
  compute: Compute,
  sliceIds: readonly number[],
  { signal, onProgress }: SearchOptions = {},
): Promise<InputFailure[]> {
  const known = new Set(listThumbnails(context.store.db, sliceIds).map(({ sliceId }) => sliceId));
  const missing = sliceIds.filter((sliceId) => !known.has(sliceId));
  const failures: InputFailure[] = [];
  let done = 0;
  await inParallel(missing, READ_CONCURRENCY, async (sliceId) => {
    signal?.throwIfAborted();
    try {
      await makeThumbnail(context, compute, sliceId, signal);
    } catch (error) {
      failures.push(sliceFailure(context, sliceId, error));
    }
    done += 1;
    onProgress?.({ message: 'Looking at slices', done, total: missing.length });
  });
  return failures;
}

async function makeThumbnail(
  context: ServiceContext,
  compute: Compute,
  sliceId: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { db } = context.store;
  const place = locateSlice(context, sliceId);
  const { path, frame } = place;
  const reply = await compute.request('thumbnail', { path, frame }, { signal, priority: 'background' });
  const { sha256, pixelSha256, ...thumbnail } = reply;
  requireSameBytes(place, sha256);
  notePixelHash(db, sliceId, pixelSha256);
  saveThumbnail(db, sliceId, { ...thumbnail, pixelHash: pixelSha256 });
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
  const { db } = context.store;
  const unsearched = unsearchedAmong(db, sliceIds);
  const [first] = unsearched;
  if (first === undefined) return;
  const file = slicePlaces(db, [first]).get(first)?.file ?? `slice ${first}`;
  throw new ServiceError(
    'not-searched',
    `${unsearched.length} slices have not been searched for near-duplicates yet (for example "${file}"), so that copies ` +
      'could lie on both sides of a split. Search for near-duplicates first (Data set screen, or `overread duplicates`): ' +
      'it says which files cannot be read. Put those back, or label their slices excluded and freeze again.',
  );
}
