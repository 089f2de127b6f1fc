import { findLeaks, type LeakingPair, leakReasonWords } from '../../src/dataset/leak.ts';
import { linkedSlices, tiedPairs } from '../store/grouping.ts';
import { slicePlaces } from '../store/slices.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** A slice in its part of a split, or in its fold. */
export interface PlacedSliceId {
  readonly sliceId: number;
  readonly part: string;
}

/** A leak with the slices' ids in place of their keys. */
export type SliceLeak = Omit<LeakingPair, 'a' | 'b'> & { readonly a: number; readonly b: number };

/** Pairs that hang together by today's links and lie in different parts. */
export function leaksBetween(context: ServiceContext, placed: readonly PlacedSliceId[]): SliceLeak[] {
  const { db } = context.store;
  const parts = new Map(placed.map(({ sliceId, part }) => [sliceId, part]));
  const linked = linkedSlices(db, [...parts.keys()]);
  const keys = new Map(linked.map(({ sliceId, key }) => [sliceId, key]));
  const ids = new Map(linked.map(({ sliceId, key }) => [key, sliceId]));
  const slices = linked.map(({ sliceId, key, links }) => ({ key, links, part: parts.get(sliceId) ?? '' }));
  const pairs = tiedPairs(db).flatMap(({ a, b, score }) => {
    const [keyA, keyB] = [keys.get(a), keys.get(b)];
    return keyA === undefined || keyB === undefined ? [] : [{ a: keyA, b: keyB, score }];
  });
  return findLeaks(slices, pairs).flatMap((leak) => {
    const [a, b] = [ids.get(leak.a), ids.get(leak.b)];
    return a === undefined || b === undefined ? [] : [{ ...leak, a, b }];
  });
}

/** Pairs named in a message; the rest are counted. */
const NAMED = 10;

/** Leaks for a person: which files, in which parts, why. */
export function leakWords(context: ServiceContext, leaks: readonly SliceLeak[]): string {
  const shown = leaks.slice(0, NAMED);
  const places = slicePlaces(
    context.store.db,
    shown.flatMap(({ a, b }) => [a, b]),
  );
  const name = (sliceId: number): string => {
    const place = places.get(sliceId);
    if (!place) return `slice ${sliceId}`;
    return place.frame > 0 ? `${place.file} frame ${place.frame}` : place.file;
  };
  const words = shown.map(
    ({ a, b, partOfA, partOfB, reason }) =>
      `${name(a)} (${partOfA}) and ${name(b)} (${partOfB}): ${leakReasonWords(reason)}`,
  );
  const more = leaks.length > shown.length ? `; and ${leaks.length - shown.length} more` : '';
  return `${words.join('; ')}${more}`;
}

/**
 * Refuses parts over which slices hang together.
 * @throws ServiceError `split-leaks`, naming the pairs and what to do
 */
export function requireNoLeak(context: ServiceContext, placed: readonly PlacedSliceId[], remedy: string): void {
  const leaks = leaksBetween(context, placed);
  if (leaks.length === 0) return;
  const pairs = leaks.length === 1 ? '1 pair' : `${leaks.length} pairs`;
  throw new ServiceError(
    'split-leaks',
    `The split leaks: ${pairs} of slices that hang together lie in different parts: ${leakWords(context, leaks)}. ${remedy}`,
  );
}
