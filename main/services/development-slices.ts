import { groupKeys } from '../../src/dataset/split.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { datasetMembers } from '../store/dataset-versions.ts';
import { type LinkedSlice, linkedSlices } from '../store/grouping.ts';
import { sealedSlices } from '../store/test-sets.ts';
import { usedSlices } from '../store/used-slices.ts';
import { requireSearched } from './find-near-duplicates.ts';
import type { ServiceContext } from './service-context.ts';

/** A slice by which choices may be made: it trains, validates, is held out or cross-validated. */
export interface DevelopmentMember {
  readonly sliceId: number;
  /** `sliceKey`. */
  readonly key: string;
  readonly label: TrainableLabel;
  /** Slices of one group never lie in different parts or folds. */
  readonly group: string;
  readonly links: readonly string[];
}

/** The slices of a data set version by their role. */
export interface SortedSlices {
  /** Sorted as in the version's manifest. */
  readonly development: readonly DevelopmentMember[];
  /** Lie in a test set. */
  readonly sealed: readonly number[];
  /** Not sealed, but hang together with a slice that is: reported, never trained on. */
  readonly tied: readonly { readonly sliceId: number; readonly testSet: string }[];
}

/**
 * The slices of a version that are not sealed nor tied to a sealed one, with their groups as they are now.
 * @throws ServiceError `not-searched` where copies have not been looked for yet
 */
export function developmentMembers(context: ServiceContext, datasetVersionId: number): DevelopmentMember[] {
  return [...sortByRole(context, datasetVersionId).development];
}

/** `developmentMembers` with what is left out of them. */
export function sortByRole(context: ServiceContext, datasetVersionId: number): SortedSlices {
  const { db } = context.store;
  const members = datasetMembers(db, datasetVersionId);
  requireSearched(
    context,
    members.map(({ sliceId }) => sliceId),
  );
  const sealed = sealedSlices(db);
  const grouped = groupedSlices(context, [
    ...members.map(({ sliceId }) => sliceId),
    ...usedSlices(db),
    ...sealed.keys(),
  ]);
  const testSetOf = new Map<string, string>();
  for (const { sliceId, group } of grouped.values()) {
    const testSet = sealed.get(sliceId);
    if (testSet !== undefined) testSetOf.set(group, testSet);
  }
  const sorted = {
    development: [] as DevelopmentMember[],
    sealed: [] as number[],
    tied: [] as SortedSlices['tied'][number][],
  };
  for (const { sliceId, label } of members) {
    const slice = grouped.get(sliceId);
    if (!slice) continue;
    const testSet = testSetOf.get(slice.group);
    if (sealed.has(sliceId)) sorted.sealed.push(sliceId);
    else if (testSet !== undefined) sorted.tied.push({ sliceId, testSet });
    else sorted.development.push({ ...slice, label });
  }
  return sorted;
}

/** Those of some slices that are sealed or hang together with a sealed one, by today's links. */
export function slicesSetApart(context: ServiceContext, sliceIds: readonly number[]): Set<number> {
  const { db } = context.store;
  const sealed = [...sealedSlices(db).keys()];
  if (sealed.length === 0) return new Set();
  const grouped = groupedSlices(context, [...new Set([...sliceIds, ...usedSlices(db), ...sealed])]);
  const groups = new Set(sealed.map((sliceId) => grouped.get(sliceId)?.group));
  return new Set(sliceIds.filter((sliceId) => groups.has(grouped.get(sliceId)?.group)));
}

/** Slices with their groups by today's links, by slice id. */
export function groupedSlices(
  context: ServiceContext,
  sliceIds: readonly number[],
): Map<number, LinkedSlice & { readonly group: string }> {
  const linked = linkedSlices(context.store.db, sliceIds);
  const keys = groupKeys(linked);
  return new Map(linked.map((slice, index) => [slice.sliceId, { ...slice, group: keys[index] ?? slice.key }]));
}
