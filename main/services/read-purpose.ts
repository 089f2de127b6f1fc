import type { ReadPurpose } from '../../src/review/settle-slice.ts';
import { settleSlice } from '../../src/review/settle-slice.ts';
import { readsOfSlice } from '../store/reads.ts';
import { repeatedReadOf } from '../store/repeats.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** What a read is made for, and of a repeat the read that it repeats. */
export interface PurposeOfRead {
  readonly purpose: ReadPurpose | null;
  readonly repeatedReadId: number | null;
}

export const ORDINARY: PurposeOfRead = { purpose: null, repeatedReadId: null };

/**
 * What a read that is about to be made is for: an adjudication where that is asked for, a repeat where the slice was shown as
 * one, else an ordinary read.
 * @throws ServiceError `nothing-to-adjudicate` where readers do not disagree
 */
export function purposeOfRead(
  ctx: ServiceContext,
  read: { readonly sliceId: number; readonly presentationId: number | null; readonly adjudicates: boolean },
): PurposeOfRead {
  const { db } = ctx.store;
  if (read.adjudicates) {
    if (settleSlice(null, readsOfSlice(db, read.sliceId)).state === 'settled') {
      const message =
        'Readers do not disagree on this slice (any more), so there is nothing to adjudicate. Go to the next.';
      throw new ServiceError('nothing-to-adjudicate', message);
    }
    return { purpose: 'adjudication', repeatedReadId: null };
  }
  const repeatedReadId = read.presentationId === null ? null : repeatedReadOf(db, read.presentationId);
  return repeatedReadId === null ? ORDINARY : { purpose: 'repeat', repeatedReadId };
}
