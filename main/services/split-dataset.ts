import {
  DEFAULT_HELD_OUT_FRACTION,
  DEFAULT_VALIDATION_FRACTION,
  type SplitAssignment,
  type SplitPart,
  splitSlices,
} from '../../src/dataset/split.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { datasetMembers, findDatasetVersion } from '../store/dataset-versions.ts';
import { linkedSlices } from '../store/grouping.ts';
import { dealtSplits, earlierParts, findSplit, insertSplit, slicesOfSplit } from '../store/splits.ts';
import { developmentMembers } from './development-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { leaksBetween, leakWords, requireNoLeak } from './split-leaks.ts';

export interface SplitRequest {
  readonly datasetVersionId: number;
  /** Deals out what no earlier split of the project has dealt out. */
  readonly seed: number;
  readonly heldOutFraction?: number | undefined;
  readonly validationFraction?: number | undefined;
}

/** A slice that trains, validates or scores, with its label in the data set version. */
export interface SplitMember {
  readonly sliceId: number;
  readonly label: TrainableLabel;
  readonly part: SplitPart;
  readonly group: string;
}

export interface DatasetSplit {
  readonly id: number;
  readonly datasetVersionId: number;
  readonly datasetName: string;
  readonly seed: number;
  /** Sorted as the slices of the version's manifest are. */
  readonly members: readonly SplitMember[];
  /** Slices of the version that were set aside: never trained on, never scored. */
  readonly unsure: number;
  readonly excluded: number;
  /** Set when this split was dealt in place of a known one that cannot be used any more: why, for a person. */
  readonly replaced?: string;
}

/**
 * Splits a data set version into training, validation and held-out, and stores it. Every slice that any split of the
 * project has dealt out keeps its part; only what is new is dealt by `seed`. A version that is split already with the
 * same fractions keeps that split, unless by today's links it leaks or holds what hangs together with a sealed slice:
 * then a new one is dealt, which extends all earlier ones, and `replaced` says why. To be called inside a transaction or
 * on its own.
 * @throws ServiceError `no-dataset`; `not-searched` (run `findNearDuplicates` first)
 */
export function splitDataset(context: ServiceContext, request: SplitRequest): DatasetSplit {
  const { db } = context.store;
  if (db.inTransaction) return storeSplit(context, request);
  return context.store.transaction(() => storeSplit(context, request));
}

function storeSplit(context: ServiceContext, request: SplitRequest): DatasetSplit {
  const { db } = context.store;
  const { datasetVersionId, seed } = request;
  const heldOutFraction = request.heldOutFraction ?? DEFAULT_HELD_OUT_FRACTION;
  const validationFraction = request.validationFraction ?? DEFAULT_VALIDATION_FRACTION;
  const version = findDatasetVersion(db, datasetVersionId);
  if (!version) throw noDataset(datasetVersionId);
  const development = developmentMembers(context, datasetVersionId);
  const labels = new Map(development.map(({ sliceId, label }) => [sliceId, label]));
  const known = dealtSplits(db, datasetVersionId).find(
    (split) => split.heldOutFraction === heldOutFraction && split.validationFraction === validationFraction,
  );
  const found = known ? loadSplit(context, known.id) : null;
  const fault = found ? faultOf(context, found, new Set(labels.keys())) : null;
  if (found && fault === null) return found;
  const parts = earlierParts(db);
  const linked = linkedSlices(db, [...new Set([...labels.keys(), ...parts.keys()])]);
  const members = linked.flatMap(({ sliceId, key, links }) => {
    const label = labels.get(sliceId);
    return label ? [{ key, label, links }] : [];
  });
  const earlier = linked.flatMap(({ sliceId, key, links }) => {
    const part = parts.get(sliceId);
    return part ? [{ key, links, part }] : [];
  });
  const assignments = splitSlices(members, { seed, heldOutFraction, validationFraction, earlier });
  const sliceIds = new Map(linked.map(({ sliceId, key }) => [key, sliceId]));
  const split = { datasetVersionId, seed, heldOutFraction, validationFraction, createdMs: context.clock().getTime() };
  const dealt = loadSplit(context, insertSplit(db, split, withSliceIds(assignments, sliceIds)));
  if (fault === null) return dealt;
  const { leakingPairs, sealedApart, words } = fault;
  appendEntry(context, {
    event: 'split-replaced',
    reader: null,
    datasetVersion: version.name,
    leakingPairs,
    sealedApart,
  });
  return { ...dealt, replaced: words };
}

/** Why a known split of a version cannot be used any more; null where it can. */
function faultOf(context: ServiceContext, split: DatasetSplit, development: ReadonlySet<number>) {
  const leaks = leaksBetween(context, split.members);
  const sealedApart = split.members.filter(({ sliceId }) => !development.has(sliceId)).length;
  if (leaks.length === 0 && sealedApart === 0) return null;
  const reasons = [
    ...(leaks.length > 0 ? [`it leaks: ${leakWords(context, leaks)}`] : []),
    ...(sealedApart > 0 ? [`${sealedApart} of its slices hang together with a sealed test set`] : []),
  ];
  const words =
    `The known split of ${split.datasetName} is not used any more, because ${reasons.join(', and ')}. A new one was dealt: ` +
    'groups that lay in several parts are now held out if any of them was, else they validate.';
  return { leakingPairs: leaks.length, sealedApart, words };
}

const REMEDY =
  'Leave the split out to have one dealt that keeps them together, or look at the pairs on the Data set screen and say ' +
  'which are not the same.';

/**
 * Refuses a split that must not teach: slices that hang together in different parts, or that hang together with a
 * sealed test set.
 * @throws ServiceError `split-leaks`, `sealed-in-split`, `not-searched`
 */
export function requireSoundSplit(context: ServiceContext, split: DatasetSplit): void {
  requireNoLeak(context, split.members, REMEDY);
  const development = new Set(developmentMembers(context, split.datasetVersionId).map(({ sliceId }) => sliceId));
  const apart = split.members.filter(({ sliceId }) => !development.has(sliceId)).length;
  if (apart === 0) return;
  const message = `${apart} slices of this split hang together with a sealed test set, so nothing may learn from them. ${REMEDY}`;
  throw new ServiceError('sealed-in-split', message);
}

function withSliceIds(assignments: readonly SplitAssignment[], sliceIds: ReadonlyMap<string, number>) {
  return assignments.flatMap(({ key, group, part }) => {
    const sliceId = sliceIds.get(key);
    return sliceId === undefined ? [] : [{ sliceId, group, part }];
  });
}

/**
 * A stored split with the labels of its data set version.
 * @throws ServiceError `no-split` or `no-dataset`
 */
export function loadSplit(context: ServiceContext, splitId: number): DatasetSplit {
  const { db } = context.store;
  const split = findSplit(db, splitId);
  if (!split) throw new ServiceError('no-split', `There is no split ${splitId} in this project.`);
  const version = findDatasetVersion(db, split.datasetVersionId);
  if (!version) throw noDataset(split.datasetVersionId);
  const places = new Map(slicesOfSplit(db, splitId).map((slice) => [slice.sliceId, slice]));
  const members = datasetMembers(db, version.id).flatMap(({ sliceId, label }) => {
    const place = places.get(sliceId);
    return place ? [{ sliceId, label, part: place.part, group: place.group }] : [];
  });
  const { content } = version.manifest;
  return {
    id: split.id,
    datasetVersionId: version.id,
    datasetName: version.name,
    seed: split.seed,
    members,
    unsure: content.unsure.length,
    excluded: content.excluded.length,
  };
}

function noDataset(datasetVersionId: number): ServiceError {
  return new ServiceError('no-dataset', `There is no data set version ${datasetVersionId} in this project.`);
}
