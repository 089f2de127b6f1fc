import { groupKeys } from '../../src/dataset/split.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { datasetMembers } from '../store/dataset-versions.ts';
import { linkedSlices } from '../store/grouping.ts';
import type { ServiceContext } from './service-context.ts';

/** A slice that may train, validate and be cross-validated. */
export interface DevelopmentMember {
  readonly sliceId: number;
  /** `sliceKey`. */
  readonly key: string;
  readonly label: TrainableLabel;
  /** The smallest key of the slices that hang together with this one. */
  readonly group: string;
  readonly links: readonly string[];
}

/** The development slices of a data set version, sorted as in its manifest. */
export function developmentMembers(context: ServiceContext, datasetVersionId: number): DevelopmentMember[] {
  const { db } = context.store;
  const members = datasetMembers(db, datasetVersionId);
  const linked = linkedSlices(
    db,
    members.map(({ sliceId }) => sliceId),
  );
  const groups = groupKeys(linked);
  const byId = new Map(linked.map((slice, index) => [slice.sliceId, { ...slice, group: groups[index] ?? slice.key }]));
  return members.flatMap(({ sliceId, label }) => {
    const slice = byId.get(sliceId);
    return slice ? [{ sliceId, key: slice.key, label, group: slice.group, links: slice.links }] : [];
  });
}
