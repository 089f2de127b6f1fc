import type { Label } from './label.ts';
import { type StackAct, standingReads } from './read-transition.ts';
import { readerKey } from './reader-key.ts';
import { actsAbout, type ReaderAct } from './settle-slice.ts';
import type { StudyLabel } from './study-call.ts';

/** An act with what the figures on readers need. */
export interface TimedAct extends ReaderAct {
  /** Whether the reader had seen, before the act, what the AI thinks of the slice. */
  readonly predictionSeen: boolean;
  /** Whether they had seen its labels. */
  readonly labelsSeen: boolean;
  readonly confidence: number | null;
  readonly decidedAfterMs: number | null;
  readonly recordedMs: number;
  /** Of a repeat: the read that it repeats. */
  readonly repeatedReadId: number | null;
}

/** Of a reader's reads of a slice, the one that counts: the first, or of those that stand the last (after any change of mind). */
export type WhichRead = 'first' | 'last';

/** Whether the AI's mind of a slice was before its reader, in words. */
export const aiSeenWord = (aiSeen: boolean): string => (aiSeen ? 'AI seen before' : 'AI not seen');

/** Whether there is a read in an arm, in its figures or left out of them. */
export function hasReads(arm: {
  readonly accuracy: { readonly n: number };
  readonly leftOut: number;
  readonly labelsSeen: number;
}): boolean {
  return arm.accuracy.n + arm.leftOut + arm.labelsSeen > 0;
}

/** The one read by which a reader counts on a slice. */
export type CountedRead = TimedAct & { readonly labelAfter: Label };

/** A read as a study takes it: who made it unaided, made it, whatever they made of its label afterwards. */
type StudyAct = Pick<TimedAct, 'id' | 'kind' | 'targetReadId' | 'labelAfter' | 'predictionSeen' | 'labelsSeen'>;

/**
 * The reads that a study goes by, in the order in which they were made: those that stand, and those that were taken back only after
 * their reader had been shown more of the slice than before (the AI's mind, or its labels). Taking such a read back changes the
 * label; that the reader said it unaided stays so. A slip, taken back before anything was shown, is no read.
 * @param acts acts of one purpose on a slice, in order
 */
export function studyReads<A extends StudyAct>(acts: readonly A[]): (A & { readonly labelAfter: Label })[] {
  const standing = new Set(standingReads(acts).map(({ id }) => id));
  const undos = acts.filter(({ kind }) => kind === 'undo');
  const takenBackLate = (read: A): boolean =>
    undos.some(
      (undo) =>
        undo.targetReadId === read.id &&
        ((undo.predictionSeen && !read.predictionSeen) || (undo.labelsSeen && !read.labelsSeen)),
    );
  return acts.flatMap((act) => {
    const { labelAfter } = act;
    if (act.kind !== 'read' || labelAfter === null) return [];
    return standing.has(act.id) || takenBackLate(act) ? [{ ...act, labelAfter }] : [];
  });
}

/**
 * Each reader's read of a slice that counts, by `readerKey`. Repeats and adjudications do not count, nor do reads made after
 * the reader had the reads of others before them in the adjudication queue. The last read is the last before the reader had seen
 * the labels, where there is one: after that the answer may have been copied.
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
  for (const read of studyReads(ordinary)) {
    if (which === 'last' && !standing.has(read.id)) continue;
    const reader = readerKey(read.reader);
    if (read.recordedMs > (viewedMs(reader) ?? Number.POSITIVE_INFINITY)) continue;
    const before = counted.get(reader);
    if (before && (which === 'first' || (read.labelsSeen && !before.labelsSeen))) continue;
    counted.set(reader, read);
  }
  return counted;
}

/** An act on a whole study with what the figures on readers need. */
export type CallAct = StackAct & {
  readonly reader: string;
  /** Of a call; null for an undo or redo. */
  readonly label: StudyLabel | null;
  readonly predictionSeen: boolean;
};

/**
 * Each reader's call of a study that counts, by `readerKey`, by the rules of reads: another's call, which one's own opens, is like
 * labels that were seen, so that who takes their call back after it has made it all the same.
 * @param acts every act on the study, in order
 */
export function countedCalls(
  acts: readonly CallAct[],
  which: WhichRead,
): Map<string, Pick<CountedRead, 'labelAfter' | 'labelsSeen'>> {
  const labelled = acts.map((act, at) => {
    const others = standingReads(acts.slice(0, at)).some(({ reader }) => readerKey(reader) !== readerKey(act.reader));
    return { ...act, labelAfter: act.label, labelsSeen: act.kind === 'undo' && others };
  });
  const calls = which === 'first' ? studyReads(labelled) : standingReads(labelled);
  const counted = new Map<string, Pick<CountedRead, 'labelAfter' | 'labelsSeen'>>();
  for (const { reader, label } of calls) {
    const key = readerKey(reader);
    if (label !== null && (which === 'last' || !counted.has(key)))
      counted.set(key, { labelAfter: label, labelsSeen: false });
  }
  return counted;
}

/** A read and the hidden repeat of it by the same reader; `undone` where one of the two is no read of the study any more. */
export interface RepeatedRead {
  readonly reader: string;
  readonly first: CountedRead;
  readonly repeat: CountedRead;
  readonly undone: boolean;
}

/**
 * The first hidden repeat of each reader on a slice, with the read that it is compared with: the reader's first of the study, which is
 * another than the one that it was drawn for where that was a change of mind.
 */
export function repeatedReads(acts: readonly TimedAct[]): RepeatedRead[] {
  const reads = new Map(acts.filter(({ kind }) => kind === 'read').map((act) => [act.id, act]));
  const kept = new Set(studyReads(acts).map(({ id }) => id));
  const firsts = countedReads(acts, 'first', () => undefined);
  const found = new Map<string, RepeatedRead>();
  for (const repeat of acts) {
    const reader = readerKey(repeat.reader);
    const first = repeat.repeatedReadId === null ? undefined : (firsts.get(reader) ?? reads.get(repeat.repeatedReadId));
    if (repeat.kind !== 'read' || !first || found.has(reader)) continue;
    const [firstLabel, repeatLabel] = [first.labelAfter, repeat.labelAfter];
    if (firstLabel === null || repeatLabel === null) continue;
    found.set(reader, {
      reader,
      first: { ...first, labelAfter: firstLabel },
      repeat: { ...repeat, labelAfter: repeatLabel },
      undone: !kept.has(first.id) || !kept.has(repeat.id),
    });
  }
  return [...found.values()];
}
