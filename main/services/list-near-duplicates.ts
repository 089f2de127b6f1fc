import type { DuplicateReport, NearDuplicate } from '../../src/contract/duplicate-methods.ts';
import { nearDuplicateSchema } from '../../src/contract/duplicate-methods.ts';
import { leakReasonWords } from '../../src/dataset/leak.ts';
import { listPairs, type PairRow } from '../store/near-duplicates.ts';
import { slicesToSearch, unsearchedAmong } from '../store/slice-thumbnails.ts';
import { slicePlaces } from '../store/slices.ts';
import { newestSplit, slicesOfSplit } from '../store/splits.ts';
import { groupedSlices } from './development-slices.ts';
import { datasetName } from './list-models.ts';
import type { ServiceContext } from './service-context.ts';
import { leaksBetween } from './split-leaks.ts';

/** Every near-duplicate pair, the groups that slices make, and whether the split used last leaks by them. */
export function listNearDuplicates(context: ServiceContext): DuplicateReport {
  const { db } = context.store;
  const wanted = slicesToSearch(db);
  const unsearched = unsearchedAmong(db, wanted);
  const sizes = new Map<string, number>();
  for (const { group } of groupedSlices(context, wanted).values()) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const shared = [...sizes.values()].filter((size) => size > 1);
  return {
    pairs: withPlaces(context, listPairs(db)),
    unsearched: unsearched.length,
    searched: wanted.length - unsearched.length,
    groups: sizes.size,
    sharedGroups: shared.length,
    slicesInSharedGroups: shared.reduce((sum, size) => sum + size, 0),
    split: describeSplit(context),
  };
}

/** Pairs as the window shows them; one whose slices no source lists any more is left out. */
export function withPlaces(context: ServiceContext, pairs: readonly PairRow[]): NearDuplicate[] {
  const places = slicePlaces(
    context.store.db,
    pairs.flatMap(({ a, b }) => [a, b]),
  );
  return pairs.flatMap((pair) => {
    const [a, b] = [places.get(pair.a), places.get(pair.b)];
    if (!a || !b) return [];
    return [nearDuplicateSchema.parse({ ...pair, a: { sliceId: pair.a, ...a }, b: { sliceId: pair.b, ...b } })];
  });
}

function describeSplit(context: ServiceContext): DuplicateReport['split'] {
  const { db } = context.store;
  const split = newestSplit(db);
  if (!split) return null;
  const leaks = leaksBetween(context, slicesOfSplit(db, split.id));
  const places = slicePlaces(
    db,
    leaks.flatMap(({ a, b }) => [a, b]),
  );
  const named = leaks.flatMap(({ a, b, partOfA, partOfB, reason }) => {
    const [placeA, placeB] = [places.get(a), places.get(b)];
    if (!placeA || !placeB) return [];
    const [sliceA, sliceB] = [
      { sliceId: a, ...placeA },
      { sliceId: b, ...placeB },
    ];
    return [{ a: sliceA, b: sliceB, partOfA, partOfB, why: leakReasonWords(reason) }];
  });
  return { datasetName: datasetName(context, split.datasetVersionId), leaks: named };
}
