import { findPair, judgePair, type PairRow, type PairStatus } from '../store/near-duplicates.ts';
import { findSlice } from '../store/slices.ts';
import { requireReader } from './present-slice.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface JudgeRequest {
  readonly pairId: number;
  /** `candidate` takes the judgement back. */
  readonly verdict: PairStatus;
  readonly reader: string;
}

/**
 * Confirms or rejects a near-duplicate pair, or takes that back. A rejected pair no longer ties its slices together; the
 * next split that is used is looked at anew. Saying what stands already changes nothing.
 * @throws ServiceError `no-pair`, `no-reader`; `same-pixels`: exact copies cannot be told apart
 */
export function judgeNearDuplicate(context: ServiceContext, request: JudgeRequest): PairRow {
  const { store } = context;
  const reader = requireReader(request.reader);
  return store.transaction(() => {
    const pair = requirePair(context, request.pairId);
    const { verdict } = request;
    if (pair.kind === 'exact' && verdict === 'rejected') {
      const message = 'These slices have the same pixels, so they stay one group. If one of them is wrong, exclude it.';
      throw new ServiceError('same-pixels', message);
    }
    if (pair.status === verdict) return pair;
    const judged = verdict !== 'candidate';
    judgePair(store.db, pair.id, {
      status: verdict,
      reader: judged ? reader : null,
      judgedMs: judged ? context.clock().getTime() : null,
    });
    const [a, b] = [findSlice(store.db, pair.a), findSlice(store.db, pair.b)];
    if (!a || !b) throw new Error(`Pair ${pair.id} names a slice that is not there.`);
    appendEntry(context, {
      event: 'near-duplicate-judged',
      reader,
      pair: pair.id,
      fileSha256: a.sha256,
      frame: a.frame,
      otherFileSha256: b.sha256,
      otherFrame: b.frame,
      score: pair.score,
      before: pair.status,
      after: verdict,
    });
    return requirePair(context, pair.id);
  });
}

function requirePair(context: ServiceContext, pairId: number): PairRow {
  const pair = findPair(context.store.db, pairId);
  if (!pair) throw new ServiceError('no-pair', `There is no near-duplicate pair ${pairId} in this project.`);
  return pair;
}
