import type { ComputeClient } from '../compute/compute-client.ts';
import { listThumbnails } from '../store/slice-thumbnails.ts';
import { slicePlaces } from '../store/slices.ts';
import { placesInOrder } from '../store/source-slices.ts';
import { completeThumbnails, type SearchOptions, thumbnailInput } from './find-near-duplicates.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { failureWords } from './slice-failure.ts';

/**
 * Runs of neighbours that look like one head, as a coarser grouping that a person may choose: for each slice of the list
 * that is in a run a link that it shares with the others of that run. Slices are taken in reading order, source by
 * source; one that no source lists, or that resembles neither neighbour, has no link.
 * @throws ServiceError with the code of a file that cannot be read: nobody can say what it looks like
 */
export async function lookAlikeLinks(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  sliceIds: readonly number[],
  options: SearchOptions = {},
): Promise<Map<number, string>> {
  const failures = await completeThumbnails(context, compute, sliceIds, options);
  if (failures[0]) throw new ServiceError(failures[0].code, failureWords(failures));
  const thumbnails = new Map(listThumbnails(context.store.db, sliceIds).map((slice) => [slice.sliceId, slice]));
  const places = slicePlaces(context.store.db, sliceIds);
  const links = new Map<number, string>();
  for (const sourceId of new Set([...places.values()].map((place) => place.sourceId))) {
    const inOrder = placesInOrder(context.store.db, sourceId).flatMap((sliceId) => {
      const thumbnail = places.get(sliceId)?.sourceId === sourceId ? thumbnails.get(sliceId) : undefined;
      return thumbnail ? [thumbnail] : [];
    });
    const { runs } = await compute.request('look-alike-runs', thumbnailInput(inOrder), {
      signal: options.signal,
      priority: 'background',
      timeoutMs: RUNS_BOUND_MS,
    });
    const idOf = new Map(inOrder.map(({ key, sliceId }) => [key, sliceId]));
    for (const { keys } of runs) {
      for (const key of keys) {
        const sliceId = idOf.get(key);
        if (sliceId !== undefined) links.set(sliceId, `run:${keys[0]}`);
      }
    }
  }
  return links;
}

const RUNS_BOUND_MS = 5 * 60_000;
