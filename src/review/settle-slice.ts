import type { Label } from './label.ts';
import { type Act, type SettledLabel, settleLabel, standingReads } from './read-transition.ts';
import { readerKey } from './reader-key.ts';

/**
 * Why a read was made where it is not a reader's ordinary one: a hidden repeat of a read of the same reader, or an
 * adjudication between readers.
 */
export type ReadPurpose = 'repeat' | 'adjudication';

/** An act with whose it is and, for a read, what for (null: an ordinary read, or an undo or redo of any). */
export interface ReaderAct extends Act {
  readonly reader: string;
  readonly purpose: ReadPurpose | null;
}

/** One reader, one source or an adjudication settled the label; readers agree on it; or they do not. */
export type LabelState = 'settled' | 'disputed' | 'adjudicated';

export interface SettledSlice extends SettledLabel {
  readonly state: LabelState;
}

/**
 * What all acts on a slice, by whomever, make of its label. A standing adjudication has the last word. Without one it is the
 * last standing read's, as for one reader, and in dispute where the last standing reads of two readers have different labels.
 * A repeat measures the reader and settles nothing.
 * @param sourceLabel the label that came with the data
 * @param acts every act on the slice, in order
 */
export function settleSlice(sourceLabel: Label | null, acts: readonly ReaderAct[]): SettledSlice {
  const decided = standingReads(actsAbout(acts, 'adjudication')).at(-1);
  if (decided) return { label: decided.labelAfter, readId: decided.id, state: 'adjudicated' };
  const ordinary = actsAbout(acts, null);
  const labels = new Set(lastStandingReads(ordinary).values());
  return { ...settleLabel(sourceLabel, ordinary), state: labels.size > 1 ? 'disputed' : 'settled' };
}

/** Reads of one purpose and what was done to them, in order. */
export function actsAbout<T extends ReaderAct>(acts: readonly T[], purpose: ReadPurpose | null): T[] {
  const purposes = new Map(acts.filter(({ kind }) => kind === 'read').map((act) => [act.id, act.purpose]));
  return acts.filter((act) => purposes.get(act.kind === 'read' ? act.id : (act.targetReadId ?? 0)) === purpose);
}

/** Each reader's last standing label, by `readerKey`, of ordinary acts in order. */
function lastStandingReads(ordinary: readonly ReaderAct[]): Map<string, Label | null> {
  const readers = new Map(ordinary.map((act) => [act.id, readerKey(act.reader)]));
  return new Map(standingReads(ordinary).map((read) => [readers.get(read.id) ?? '', read.labelAfter]));
}

/**
 * The acts on a slice that a reader may know of: their own, and all once the slice is adjudicated.
 * @param acts every act on the slice, in order
 */
export function actsKnownTo<T extends ReaderAct>(reader: string, acts: readonly T[]): T[] {
  if (standingReads(actsAbout(acts, 'adjudication')).length > 0) return [...acts];
  return acts.filter((act) => readerKey(act.reader) === readerKey(reader));
}

/** The label that a reader may know of: what the acts known to them settle on, so that nobody else's read shows in it. */
export function labelKnownTo(reader: string, sourceLabel: Label | null, acts: readonly ReaderAct[]): Label | null {
  const [first] = acts;
  const before = first?.labelBefore ?? sourceLabel;
  const known = actsKnownTo(reader, acts);
  const start = known[0] === first ? before : sourceLabel;
  return settleSlice(sourceLabel, withStart(known, start)).label;
}

/** Acts whose first one begins at `start`: the label before a later reader's first read is another reader's. */
function withStart<T extends ReaderAct>(acts: readonly T[], start: Label | null): T[] {
  return acts.map((act, index) => (index === 0 ? { ...act, labelBefore: start } : act));
}
