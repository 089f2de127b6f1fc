import type { AuditHead } from '../../src/audit/audit-head.ts';
import type { ChainedEntry } from '../../src/audit/hash-chain.ts';
import type { SettledLabel } from '../../src/review/read-transition.ts';
import { settleSlice } from '../../src/review/settle-slice.ts';
import { appendChained, auditHead, chainFacts } from '../store/audit-log.ts';
import { saveCurrentLabels } from '../store/current-labels.ts';
import { saveDisputes } from '../store/disputed-slices.ts';
import { countSeenPredictions } from '../store/presentations.ts';
import { noteReader } from '../store/readers.ts';
import { insertReads, nextReadId, type ReadRow, readsOfSlice } from '../store/reads.ts';
import { entryFacts, type PlannedAct } from './planned-act.ts';
import { auditStamp, type ServiceContext } from './service-context.ts';

type Planners = readonly (() => PlannedAct)[];

export interface BatchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Looks in the transaction whether the batch is still to be written. @throws where it is not, and then nothing is */
  readonly requireStill?: (() => void) | undefined;
}

/** A batch as it will be written, made ready ahead of its transaction. */
interface ReadyBatch {
  readonly head: AuditHead;
  readonly seen: number;
  readonly reads: ReadRow[];
  readonly labels: (SettledLabel & { readonly sliceId: number; readonly disputed: boolean })[];
  readonly entries: ChainedEntry[];
}

/** Acts planned between two turns of the event loop: some ten milliseconds of work. */
const ACTS_PER_TURN = 100;
const MOST_ATTEMPTS = 3;

/**
 * Commits one act on each of many slices as one batch: all rows, labels and audit entries in one transaction, or none. They
 * are made ready beforehand, a little at a time, so that the window stays alive; where the log or what was seen has changed
 * meanwhile, they are made ready again. A cancelled batch leaves nothing.
 * @returns the acts as they were written
 */
export async function commitBatch(
  ctx: ServiceContext,
  planners: Planners,
  options: BatchOptions = {},
): Promise<ReadRow[]> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const making = makeReady(ctx, planners);
    let step = making.next();
    while (!step.done) {
      options.onProgress?.(step.value, planners.length);
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
      step = making.next();
    }
    const ready = step.value;
    const written = ctx.store.transaction(() => {
      options.requireStill?.();
      return isCurrent(ctx, ready) ? write(ctx, ready) : null;
    });
    if (written) return written;
  }
  return ctx.store.transaction(() => {
    options.requireStill?.();
    return commitBatchNow(ctx, planners);
  });
}

/** The same at once, in the caller's transaction. */
export function commitBatchNow(ctx: ServiceContext, planners: Planners): ReadRow[] {
  const making = makeReady(ctx, planners);
  let step = making.next();
  while (!step.done) step = making.next();
  return write(ctx, step.value);
}

function* makeReady(ctx: ServiceContext, planners: Planners): Generator<number, ReadyBatch> {
  const { db } = ctx.store;
  const stamp = auditStamp(ctx);
  const batchId = nextReadId(db);
  const ready: ReadyBatch = { head: auditHead(db), seen: countSeenPredictions(db), reads: [], labels: [], entries: [] };
  let last = ready.head;
  for (const plan of planners) {
    const { facts, act, how } = plan();
    const read: ReadRow = {
      ...act,
      id: batchId + ready.reads.length,
      recordedMs: stamp.time.getTime(),
      auditSequence: last.entries + 1,
      batchId,
      adjudication: act.purpose === 'adjudication',
    };
    const settled = settleSlice(facts.sourceLabel, [...readsOfSlice(db, act.sliceId), read]);
    const written = { facts, how, read, settledLabel: settled.label, batchSlices: planners.length };
    const chained = chainFacts(last, stamp, entryFacts(written));
    last = { entries: chained.sequence, headHash: chained.hash };
    ready.reads.push(read);
    const { label, readId, state } = settled;
    ready.labels.push({ label, readId, sliceId: act.sliceId, disputed: state === 'disputed' });
    ready.entries.push(chained);
    if (ready.reads.length % ACTS_PER_TURN === 0) yield ready.reads.length;
  }
  return ready;
}

/** Whether nothing was read, written to the log or seen since: every read is in the log, and what was seen only grows. */
function isCurrent(ctx: ServiceContext, { head, seen }: ReadyBatch): boolean {
  const { db } = ctx.store;
  return auditHead(db).headHash === head.headHash && countSeenPredictions(db) === seen;
}

function write(ctx: ServiceContext, { reads, labels, entries }: ReadyBatch): ReadRow[] {
  const { db } = ctx.store;
  insertReads(db, reads);
  saveCurrentLabels(db, labels);
  saveDisputes(db, labels);
  const [first] = reads;
  if (first) noteReader(db, first.reader, first.recordedMs);
  appendChained(db, entries);
  return reads;
}
