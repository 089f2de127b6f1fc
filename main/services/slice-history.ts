import { type Read, readSchema } from '../../src/contract/review-methods.ts';
import { readsOfSlice } from '../store/reads.ts';
import type { ServiceContext } from './service-context.ts';

/** Every act on a slice, oldest first, undone ones and undos included. */
export function sliceHistory(ctx: ServiceContext, sliceId: number): Read[] {
  return readsOfSlice(ctx.store.db, sliceId).map((row) => readSchema.parse(row));
}
