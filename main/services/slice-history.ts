import { type Read, readSchema } from '../../src/contract/review-methods.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { readsOfSlice } from '../store/reads.ts';
import { sliceSight, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Every act on a slice, oldest first, undone ones and undos included: those that the viewer may see, without what is hidden from
 * them. Agreement tells the model's call, and the label before an act tells the source's.
 * @param viewer null for all of it (the command line)
 */
export function sliceHistory(ctx: ServiceContext, sliceId: number, viewer: Viewer | null): Read[] {
  const reads = readsOfSlice(ctx.store.db, sliceId).map((row) => readSchema.parse(row));
  if (viewer === null) return reads;
  const sight = sliceSight(ctx, viewer, sliceId);
  const own = readerKey(viewer.reader);
  return reads
    .filter(({ reader }) => (readerKey(reader) === own ? sight.ownReads : sight.othersReads))
    .map((read) => redactRead(read, { ai: sight.ai, truth: sight.othersReads }));
}

/** A read without what its reader may not see yet. After an undo or redo the label that stands is the source's or other readers' as well. */
export function redactRead(read: Read, sight: { readonly ai: boolean; readonly truth: boolean }): Read {
  return {
    ...read,
    agreesWithModel: sight.ai ? read.agreesWithModel : null,
    labelBefore: sight.truth ? read.labelBefore : null,
    labelAfter: sight.truth || read.kind === 'read' ? read.labelAfter : null,
  };
}
