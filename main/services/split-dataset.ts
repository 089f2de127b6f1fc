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
import { earlierParts, findSplit, insertSplit, slicesOfSplit, splitsOfDataset } from '../store/splits.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

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
}

/**
 * Splits a data set version into training, validation and held-out, and stores it. Every slice that any split of the
 * project has dealt out keeps its part; only what is new is dealt by `seed`. A version that is split already with the
 * same fractions keeps that split. To be called inside a transaction or on its own.
 * @throws ServiceError `no-dataset`
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
  const known = splitsOfDataset(db, datasetVersionId).find(
    (split) => split.heldOutFraction === heldOutFraction && split.validationFraction === validationFraction,
  );
  if (known) return loadSplit(context, known.id);
  if (!findDatasetVersion(db, datasetVersionId)) throw noDataset(datasetVersionId);

  const labels = new Map(datasetMembers(db, datasetVersionId).map(({ sliceId, label }) => [sliceId, label]));
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
  return loadSplit(context, insertSplit(db, split, withSliceIds(assignments, sliceIds)));
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
