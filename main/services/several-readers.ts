import type { ReadOutcome, WorklistItem } from '../../src/contract/review-methods.ts';
import { standingReads } from '../../src/review/read-transition.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { labelKnownTo } from '../../src/review/settle-slice.ts';
import { adjudicatedSlices } from '../store/disputed-slices.ts';
import { readersOfSlices, readsBySlice, readsOfSlice } from '../store/reads.ts';
import { readsOfReader, revealedRepeats } from '../store/repeats.ts';
import { findSliceFacts } from '../store/slice-facts.ts';
import { dueRepeatsOf } from './hidden-repeats.ts';
import type { ServiceContext } from './service-context.ts';

/** What the reads of others, and those that are to come again, change in what a reader may see of a slice. */
export interface KeptApart {
  /** Whether others have read it and nobody has adjudicated: their reads are closed. */
  awaitsAdjudication(sliceId: number): boolean;
  /** The read that is to be repeated unknown to the reader; undefined for none. */
  repeatedRead(sliceId: number): number | undefined;
  /** Whether the AI was revealed to the reader since the slice came again. */
  revealedAgain(sliceId: number): boolean;
}

export function keptApart(ctx: ServiceContext, reader: string, sliceIds: readonly number[]): KeptApart {
  const { db } = ctx.store;
  const awaiting = readByOthers(ctx, reader, sliceIds);
  if (awaiting.size > 0) for (const sliceId of adjudicatedSlices(db)) awaiting.delete(sliceId);
  const due = dueRepeatsOf(ctx, reader);
  const revealed = due.size > 0 ? revealedRepeats(db, reader) : new Set<number>();
  return {
    awaitsAdjudication: (sliceId) => awaiting.has(sliceId),
    repeatedRead: (sliceId) => due.get(sliceId),
    revealedAgain: (sliceId) => revealed.has(sliceId),
  };
}

/** Rows of a worklist as this reader's own: what they have read, and labels in which no read of others shows. */
export function ownItems(ctx: ServiceContext, reader: string, items: readonly WorklistItem[]): WorklistItem[] {
  const { db } = ctx.store;
  const sliceIds = items.map(({ sliceId }) => sliceId);
  const others = readByOthers(ctx, reader, sliceIds);
  const due = dueRepeatsOf(ctx, reader);
  if (others.size === 0 && due.size === 0) return [...items];
  const own = new Set(readsOfReader(db, reader).flatMap(({ sliceId, standing }) => (standing ? [sliceId] : [])));
  const all = others.size > 1 ? readsBySlice(db) : null;
  return items.map((item) => {
    const { sliceId, sourceLabel, currentLabel } = item;
    const acts = others.has(sliceId) ? (all?.get(sliceId) ?? readsOfSlice(db, sliceId)) : null;
    return {
      ...item,
      read: own.has(sliceId) && !due.has(sliceId),
      currentLabel: acts === null ? currentLabel : labelKnownTo(reader, sourceLabel, acts),
    };
  });
}

/** Slices that somebody else has acted on. */
function readByOthers(ctx: ServiceContext, reader: string, sliceIds: readonly number[]): Set<number> {
  const key = readerKey(reader);
  const acts = readersOfSlices(ctx.store.db, sliceIds);
  return new Set(acts.flatMap((act) => (readerKey(act.reader) === key ? [] : [act.sliceId])));
}

/** What an act made of a slice as its reader may know it: their own read or none, and the label without others' reads. */
export function ownOutcome(ctx: ServiceContext, reader: string, outcome: ReadOutcome): ReadOutcome {
  const { sliceId } = outcome.read;
  const acts = readsOfSlice(ctx.store.db, sliceId);
  const key = readerKey(reader);
  if (acts.every((act) => readerKey(act.reader) === key)) return outcome;
  const readers = new Map(acts.map((act) => [act.id, readerKey(act.reader)]));
  const sourceLabel = findSliceFacts(ctx.store.db, sliceId, null)?.sourceLabel ?? null;
  return {
    ...outcome,
    currentLabel: labelKnownTo(reader, sourceLabel, acts),
    sliceRead: standingReads(acts).some(({ id }) => readers.get(id) === key),
  };
}
