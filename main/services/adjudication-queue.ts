import type { AdjudicationCase } from '../../src/contract/reader-methods.ts';
import { createSeededRandom, deriveSeed } from '../../src/random/seeded-random.ts';
import { standingReads } from '../../src/review/read-transition.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { actsAbout } from '../../src/review/settle-slice.ts';
import { noteAdjudicationView, slicesBeforeAdjudicator } from '../store/adjudication-views.ts';
import { adjudicatedSlices, disputedSlices } from '../store/disputed-slices.ts';
import { type ReadRow, readsOfSlice } from '../store/reads.ts';
import { slicePlaces } from '../store/slices.ts';
import { requireReader } from './present-slice.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';

/** Slices that readers disagree on, then those that were adjudicated, with the reads of each and no names until it is decided. */
export function adjudicationCases(ctx: ServiceContext): AdjudicationCase[] {
  const { db } = ctx.store;
  const sliceIds = [...disputedSlices(db), ...adjudicatedSlices(db)];
  const places = slicePlaces(db, sliceIds);
  return sliceIds.flatMap((sliceId) => {
    const place = places.get(sliceId);
    return place ? [caseOf(sliceId, place.sourceId, readsOfSlice(db, sliceId))] : [];
  });
}

/** The cases that a person has before them already: none without a view on record, and no dispute that came up after it. */
export function casesOnRecord(ctx: ServiceContext, name: string): AdjudicationCase[] {
  const seen = slicesBeforeAdjudicator(ctx.store.db, readerKey(name));
  if (seen.size === 0) return [];
  return adjudicationCases(ctx).filter(({ sliceId, decision }) => decision !== null || seen.has(sliceId));
}

/**
 * The cases for whoever opens the queue: from now on this person adjudicates, on record, and what they read of the open slices
 * afterwards no longer counts as a read of their own.
 * @throws ServiceError `no-reader`
 */
export function openAdjudication(ctx: ServiceContext, name: string): AdjudicationCase[] {
  const reader = requireReader(name);
  return ctx.store.transaction(() => {
    const cases = adjudicationCases(ctx);
    const open = cases.filter(({ decision }) => decision === null);
    const viewedMs = ctx.clock().getTime();
    for (const { sliceId } of open) {
      noteAdjudicationView(ctx.store.db, { sliceId, readerKey: readerKey(reader), viewedMs });
    }
    const counts = { open: open.length, decided: cases.length - open.length };
    appendEntry(ctx, { event: 'adjudication-opened', reader, ...counts });
    return cases;
  });
}

function caseOf(sliceId: number, sourceId: number, acts: readonly ReadRow[]): AdjudicationCase {
  const rows = new Map(acts.map((act) => [act.id, act]));
  const standing = (purpose: ReadRow['purpose']): ReadRow[] =>
    standingReads(actsAbout(acts, purpose)).flatMap(({ id }) => rows.get(id) ?? []);
  const decided = standing('adjudication').at(-1);
  const latest = new Map(standing(null).map((read) => [readerKey(read.reader), read]));
  const dealt = createSeededRandom(deriveSeed('adjudication', sliceId)).shuffle([...latest.values()]);
  return {
    sliceId,
    sourceId,
    reads: dealt.flatMap(({ reader, labelAfter, confidence, reason }, place) =>
      labelAfter === null
        ? []
        : [{ who: decided ? reader : `Reader ${letterOf(place)}`, label: labelAfter, confidence, reason }],
    ),
    decision:
      decided && decided.labelAfter !== null
        ? { label: decided.labelAfter, by: decided.reader, reason: decided.reason }
        : null,
  };
}

/** A, B, ..., Z, then 27, 28, ... */
const letterOf = (place: number): string => (place < 26 ? String.fromCharCode(65 + place) : String(place + 1));
