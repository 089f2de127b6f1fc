import { z } from 'zod';
import { proportionSchema } from '../contract/shared.ts';
import { bootstrap } from '../statistics/bootstrap.ts';
import { groupsPlan, resampledFigure } from '../statistics/reader-pair.ts';
import type { Weights } from '../statistics/scored-slices.ts';
import { wilsonProportion } from '../statistics/wilson.ts';
import type { Label, TrainableLabel } from './label.ts';

/** A read that a study goes by, with what its reader had seen before it. */
export interface ReadForPairs {
  readonly sliceId: number;
  readonly reader: string;
  readonly label: Label;
  /** Whether the reader had seen what the AI thinks of the slice. */
  readonly predictionSeen: boolean;
  /** Whether they had seen its labels. */
  readonly labelsSeen: boolean;
  /** Whether they have been shown by now what the AI thinks of it. */
  readonly aiShown: boolean;
  /** The group that the slice hangs together with: patient, study, near-duplicates. */
  readonly group: string;
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
 * @param reads oldest first
 */
export function readPairs(reads: readonly ReadForPairs[]): ReadPair[] {
  const bySlice = new Map<string, { sliceId: number; reader: string; first: Label | null; second: Label | null }>();
  for (const { sliceId, reader, label, predictionSeen, labelsSeen } of reads) {
    if (labelsSeen) continue;
    const key = keyOf({ sliceId, reader });
    const pair = bySlice.get(key) ?? { sliceId, reader, first: null, second: null };
    if (!predictionSeen) pair.first = label;
    else pair.second = label;
    bySlice.set(key, pair);
  }
  return [...bySlice.values()].flatMap(({ sliceId, reader, first, second }) =>
    first === null || second === null ? [] : [{ sliceId, reader, first, second }],
  );
}

/** A share with its 95 % interval and how that was made; without one where none can be given, and then why. */
const shareSchema = proportionSchema.extend({ method: z.string(), reason: z.string().nullable() });
export type ChangeShare = z.infer<typeof shareSchema>;

/** What changes of mind did, over blind reads that came before the AI was shown. */
export const mindChangesSchema = z.object({
  /** Blind reads by one reader of one slice; what follows is out of these. */
  blindReads: z.number().int(),
  /** Of them, read a second time after the AI was shown. */
  secondReads: z.number().int(),
  /** Of the second reads, with another label than the first. */
  changed: z.number().int(),
  /** Blind reads after which the AI was shown, with a reference to judge by that is not the same reader's own. */
  judged: z.number().int(),
  /** First wrong and second right by the reference, of the judged. */
  helpful: shareSchema,
  /** First right and second wrong. */
  harmful: shareSchema,
  /** Changed without a reference, or from one wrong label to another (unsure, excluded). */
  neutral: z.number().int(),
});
export type MindChanges = z.infer<typeof mindChangesSchema>;

const CHOICE = { resamples: 1000, seed: 'mind-changes' } as const;

/**
 * Counts helpful and harmful changes of mind against a reference, each with its 95 % interval over all judged blind reads: a read that
 * was not changed is a case in which the AI changed nothing. Wilson's interval where every read is of a group of its own; else whole
 * groups are drawn, since readings of one slice, or of one patient, go together.
 * @param reads oldest first
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
  const blind = new Map<string, ReadForPairs>();
  for (const read of reads) {
    if (!read.predictionSeen && !read.labelsSeen) blind.set(keyOf(read), read);
  }
  const pairs = readPairs(reads);
  const changed = pairs.filter(({ first, second }) => first !== second);
  const helpful = changed.filter((pair) => judge(pair) === pair.second);
  const harmful = changed.filter((pair) => judge(pair) === pair.first);
  const judged = [...blind.values()].filter((read) => read.aiShown && judge(read) !== null);
  return {
    blindReads: blind.size,
    secondReads: pairs.length,
    changed: changed.length,
    judged: judged.length,
    helpful: shareOf(helpful, judged),
    harmful: shareOf(harmful, judged),
    neutral: changed.length - helpful.length - harmful.length,
  };
}

type OfSlice = { readonly sliceId: number; readonly reader: string };
const keyOf = ({ sliceId, reader }: OfSlice): string => `${sliceId} ${reader}`;

function shareOf(changes: readonly OfSlice[], judged: readonly ReadForPairs[]): ChangeShare {
  const plan = groupsPlan(judged.map(({ group }) => group));
  const wilson = wilsonProportion(changes.length, judged.length);
  if (plan.unitCount === judged.length) return { ...wilson, method: 'Wilson', reason: null };
  const hit = new Set(changes.map(keyOf));
  const hits = Uint8Array.from(judged, (read) => (hit.has(keyOf(read)) ? 1 : 0));
  const { share } = bootstrap(plan, (weights) => ({ share: weightedShare(hits, weights) }), CHOICE);
  const method = `percentile bootstrap over groups, ${CHOICE.resamples} resamples`;
  const { low, high, reason } = resampledFigure(wilson.value, share, judged.length, method);
  return { ...wilson, low, high, method, reason };
}

function weightedShare(hits: Uint8Array, weights: Weights): number | null {
  let [above, below] = [0, 0];
  hits.forEach((hit, index) => {
    const weight = weights[index] as number;
    above += weight * hit;
    below += weight;
  });
  return below === 0 ? null : above / below;
}
