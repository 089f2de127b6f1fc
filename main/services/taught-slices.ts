import { slicesOfSplit } from '../store/splits.ts';
import type { RunRow } from '../store/training-runs.ts';
import { groupedSlices } from './development-slices.ts';
import type { ServiceContext } from './service-context.ts';
import { ofSources } from './source-members.ts';

export type TaughtRun = Pick<RunRow, 'splitId' | 'sourceIds'>;

/** Ids of the slices that a run learnt from or chose by: of its split those that are not held out, of its own sources alone. */
export function taughtBy(context: ServiceContext, { splitId, sourceIds }: TaughtRun): Set<number> {
  const { members } = ofSources(context, { members: slicesOfSplit(context.store.db, splitId) }, sourceIds);
  return new Set(members.filter(({ part }) => part !== 'held-out').map(({ sliceId }) => sliceId));
}

/** Those of some slices that taught a run themselves, or hang together by today's links with a slice that did. */
export function tiedToTaught(context: ServiceContext, run: TaughtRun, sliceIds: readonly number[]): Set<number> {
  const taught = taughtBy(context, run);
  const grouped = groupedSlices(context, [...new Set([...taught, ...sliceIds])]);
  const taughtGroups = new Set([...taught].map((sliceId) => grouped.get(sliceId)?.group));
  return new Set(sliceIds.filter((sliceId) => taught.has(sliceId) || taughtGroups.has(grouped.get(sliceId)?.group)));
}
