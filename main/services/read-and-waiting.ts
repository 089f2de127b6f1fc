import { readerKey } from '../../src/review/reader-key.ts';
import { readersOfSlices } from '../store/reads.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/** Of these slices those that the viewer has acted on and whose labels are closed to them still, so that no count may answer. */
export function readAndWaiting(ctx: ServiceContext, viewer: Viewer, sliceIds: readonly number[]): Set<number> {
  const sight = sightOf(ctx, viewer, sliceIds);
  const own = readerKey(viewer.reader);
  const acts = readersOfSlices(ctx.store.db, sliceIds).filter(({ reader }) => readerKey(reader) === own);
  return new Set(acts.flatMap(({ sliceId }) => (sight(sliceId).truth ? [] : [sliceId])));
}
