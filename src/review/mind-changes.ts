import { z } from 'zod';
import { proportionSchema } from '../contract/shared.ts';
import { wilsonProportion } from '../statistics/wilson.ts';
import type { Label, TrainableLabel } from './label.ts';

/** A read that stands, in the order of reading, with what its reader had seen before it. */
export interface ReadForPairs {
  readonly sliceId: number;
  readonly reader: string;
  readonly label: Label;
  /** Whether the reader had seen what the AI thinks of the slice. */
  readonly predictionSeen: boolean;
  /** Whether they had seen its labels. */
  readonly labelsSeen: boolean;
}

/** A label to judge reads by, and who gave it: null for the one that came with the data. */
export interface ReferenceLabel {
  readonly label: TrainableLabel;
  readonly reader: string | null;
}

/** First and second read of one slice by one reader: before and after the AI was shown. */
export interface ReadPair {
  readonly sliceId: number;
  readonly reader: string;
  readonly first: Label;
  readonly second: Label;
}

/**
 * Pairs each reader's last read of a slice before they had seen the AI with their last one after it. A second read after the labels were
 * seen is no second read in this sense: the answer may have changed the mind. Without a second read there is no pair; keeping a
 * label by going on is no read.
 * @param reads standing reads, oldest first
 */
export function readPairs(reads: readonly ReadForPairs[]): ReadPair[] {
  const bySlice = new Map<string, { sliceId: number; reader: string; first: Label | null; second: Label | null }>();
  for (const { sliceId, reader, label, predictionSeen, labelsSeen } of reads) {
    if (labelsSeen) continue;
    const key = `${sliceId} ${reader}`;
    const pair = bySlice.get(key) ?? { sliceId, reader, first: null, second: null };
    if (!predictionSeen) pair.first = label;
    else pair.second = label;
    bySlice.set(key, pair);
  }
  return [...bySlice.values()].flatMap(({ sliceId, reader, first, second }) =>
    first === null || second === null ? [] : [{ sliceId, reader, first, second }],
  );
}

/** What changes of mind did, over blind reads that came before the AI was shown. */
export const mindChangesSchema = z.object({
  /** Blind reads by one reader of one slice; what follows is out of these. */
  blindReads: z.number().int(),
  /** Of them, read a second time after the AI was shown. */
  secondReads: z.number().int(),
  /** Of the second reads, with another label than the first. */
  changed: z.number().int(),
  /** Blind reads with a reference to judge by that is not the same reader's own. */
  judged: z.number().int(),
  /** First wrong and second right by the reference, of the judged. */
  helpful: proportionSchema,
  /** First right and second wrong. */
  harmful: proportionSchema,
  /** Changed without a reference, or from one wrong label to another (unsure, excluded). */
  neutral: z.number().int(),
});
export type MindChanges = z.infer<typeof mindChangesSchema>;

/**
 * Counts helpful and harmful changes of mind against a reference, each with its 95 % Wilson interval over all judged blind reads: a read that
 * was not changed is a case in which the AI changed nothing.
 * @param reads standing reads, oldest first
 * @param referenceOf the reference of a slice, null for none. A reader's own label is no reference for their reads.
 */
export function mindChanges(
  reads: readonly ReadForPairs[],
  referenceOf: (sliceId: number) => ReferenceLabel | null,
): MindChanges {
  const judge = ({ sliceId, reader }: { readonly sliceId: number; readonly reader: string }): TrainableLabel | null => {
    const reference = referenceOf(sliceId);
    return reference === null || reference.reader === reader ? null : reference.label;
  };
  const blind = new Map<string, { readonly sliceId: number; readonly reader: string }>();
  for (const read of reads) {
    if (!read.predictionSeen && !read.labelsSeen) blind.set(`${read.sliceId} ${read.reader}`, read);
  }
  const pairs = readPairs(reads);
  const changed = pairs.filter(({ first, second }) => first !== second);
  const helpful = changed.filter((pair) => judge(pair) === pair.second).length;
  const harmful = changed.filter((pair) => judge(pair) === pair.first).length;
  const judged = [...blind.values()].filter((read) => judge(read) !== null).length;
  return {
    blindReads: blind.size,
    secondReads: pairs.length,
    changed: changed.length,
    judged,
    helpful: wilsonProportion(helpful, judged),
    harmful: wilsonProportion(harmful, judged),
    neutral: changed.length - helpful - harmful,
  };
}
