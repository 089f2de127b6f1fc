import type { Label } from './label.ts';
import { standingReads } from './read-transition.ts';
import { readerKey } from './reader-key.ts';
import { actsAbout, type ReaderAct } from './settle-slice.ts';

/** An act with what the figures on readers need. */
export interface TimedAct extends ReaderAct {
  readonly predictionSeen: boolean;
  readonly confidence: number | null;
  readonly decidedAfterMs: number | null;
  readonly recordedMs: number;
  /** Of a repeat: the read that it repeats. */
  readonly repeatedReadId: number | null;
}

/** Of a reader's standing reads of a slice, the one that counts: the first, or the last (after any change of mind). */
export type WhichRead = 'first' | 'last';

/** Whether the AI's mind of a slice was before its reader, in words. */
export const aiSeenWord = (aiSeen: boolean): string => (aiSeen ? 'AI seen before' : 'AI not seen');

/** The one read by which a reader counts on a slice. */
export type CountedRead = TimedAct & { readonly labelAfter: Label };

/**
 * Each reader's read of a slice that counts, by `readerKey`. Repeats and adjudications do not count, nor do reads made after
 * the reader had the reads of others before them in the adjudication queue.
 * @param acts every act on the slice, in order
 * @param viewedMs when a reader first had them there; undefined where never
 */
export function countedReads(
  acts: readonly TimedAct[],
  which: WhichRead,
  viewedMs: (readerKey: string) => number | undefined,
): Map<string, CountedRead> {
  const ordinary = actsAbout(acts, null);
  const standing = new Set(standingReads(ordinary).map(({ id }) => id));
  const counted = new Map<string, CountedRead>();
  for (const act of ordinary) {
    const { labelAfter } = act;
    if (act.kind !== 'read' || labelAfter === null || !standing.has(act.id)) continue;
    const reader = readerKey(act.reader);
    if (act.recordedMs > (viewedMs(reader) ?? Number.POSITIVE_INFINITY)) continue;
    if (which === 'first' && counted.has(reader)) continue;
    counted.set(reader, { ...act, labelAfter });
  }
  return counted;
}

/** A read and the hidden repeat of it by the same reader; `undone` where one of the two no longer stands. */
export interface RepeatedRead {
  readonly reader: string;
  readonly first: CountedRead;
  readonly repeat: CountedRead;
  readonly undone: boolean;
}

/** The first hidden repeat of each reader on a slice, with the read that it repeats. */
export function repeatedReads(acts: readonly TimedAct[]): RepeatedRead[] {
  const reads = new Map(acts.filter(({ kind }) => kind === 'read').map((act) => [act.id, act]));
  const standing = new Set(standingReads(acts).map(({ id }) => id));
  const found = new Map<string, RepeatedRead>();
  for (const repeat of acts) {
    const first = reads.get(repeat.repeatedReadId ?? 0);
    const reader = readerKey(repeat.reader);
    if (repeat.kind !== 'read' || !first || found.has(reader)) continue;
    const [firstLabel, repeatLabel] = [first.labelAfter, repeat.labelAfter];
    if (firstLabel === null || repeatLabel === null) continue;
    found.set(reader, {
      reader,
      first: { ...first, labelAfter: firstLabel },
      repeat: { ...repeat, labelAfter: repeatLabel },
      undone: !standing.has(first.id) || !standing.has(repeat.id),
    });
  }
  return [...found.values()];
}
