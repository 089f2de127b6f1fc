import type { Label, TrainableLabel } from './label.ts';

/** One act on a slice as it is kept; `labelAfter` of a read is the reader's label and never null. */
export interface Act {
  readonly id: number;
  readonly kind: 'read' | 'undo' | 'redo';
  /** The read that an undo takes back or a redo restores. */
  readonly targetReadId: number | null;
  readonly labelBefore: Label | null;
  readonly labelAfter: Label | null;
}

/** The label that stands, and the read that set it (null: it came with the data, or there is none). */
export interface SettledLabel {
  readonly label: Label | null;
  readonly readId: number | null;
}

export type ReadIntent = { readonly kind: 'agree' } | { readonly kind: 'label'; readonly label: Label };

/** What the reader has before them. */
export interface ReadSituation {
  readonly currentLabel: Label | null;
  /** The model's call, null without a prediction. */
  readonly call: TrainableLabel | null;
  /** Whether the prediction is visible in this showing. */
  readonly predictionVisible: boolean;
  /** Whether the app says that it cannot tell: then there is no call to agree with. */
  readonly cannotTell: boolean;
}

export type ReadDecision =
  | {
      readonly kind: 'accepted';
      readonly labelBefore: Label | null;
      readonly labelAfter: Label;
      /** Whether the reader's label equals the model's call, seen or not; null without a prediction. */
      readonly agreesWithModel: boolean | null;
      readonly changesCurrentLabel: boolean;
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** What a read makes of a slice. Agreeing needs a prediction that the reader can see. */
export function decideRead(situation: ReadSituation, intent: ReadIntent): ReadDecision {
  const { call, currentLabel, predictionVisible } = situation;
  if (intent.kind === 'agree' && call === null) {
    return refused('nothing-to-agree-with', 'There is no prediction to agree with. Choose a label for this slice.');
  }
  if (intent.kind === 'agree' && !predictionVisible) {
    return refused(
      'prediction-hidden',
      'The prediction is hidden. Show it before you agree with it, or choose a label.',
    );
  }
  if (intent.kind === 'agree' && situation.cannotTell) {
    return refused('cannot-tell', 'The model cannot tell here, so there is nothing to agree with. Choose a label.');
  }
  const labelAfter = intent.kind === 'label' ? intent.label : (call ?? 'unsure');
  return {
    kind: 'accepted',
    labelBefore: currentLabel,
    labelAfter,
    agreesWithModel: call === null ? null : labelAfter === call,
    changesCurrentLabel: labelAfter !== currentLabel,
  };
}

function refused(code: string, message: string): ReadDecision {
  return { kind: 'refused', code, message };
}

/** The reads that stand, in the order in which they came to stand: a redone read stands last. */
export function standingReads(acts: readonly Act[]): Act[] {
  const reads = new Map<number, Act>();
  let standing: Act[] = [];
  for (const act of acts) {
    if (act.kind === 'read') reads.set(act.id, act);
    const read = act.kind === 'read' ? act : reads.get(act.targetReadId ?? 0);
    if (read === undefined) continue;
    standing = standing.filter((other) => other.id !== read.id);
    if (act.kind !== 'undo') standing.push(read);
  }
  return standing;
}

/**
 * The label that a slice's acts settle on: of the standing reads, the last one's. An undo thereby takes back its reader's
 * own read and nobody else's. Without a standing read it is the label that was there before the first act.
 * @param sourceLabel the label that came with the data, used where there is no act
 * @param acts every act on the slice, in order
 */
export function settleLabel(sourceLabel: Label | null, acts: readonly Act[]): SettledLabel {
  const first = acts[0];
  let settled: SettledLabel = { label: first ? (first.labelBefore ?? sourceLabel) : sourceLabel, readId: null };
  for (const read of standingReads(acts)) {
    if (read.labelAfter !== settled.label) settled = { label: read.labelAfter, readId: read.id };
  }
  return settled;
}

/** The reads that this reader's next undo and redo are about; null where there is nothing to undo or redo. */
export interface ReaderStack {
  readonly undo: number | null;
  readonly redo: number | null;
}

/** What undo and redo need to know of an act. */
export type StackAct = Pick<Act, 'id' | 'kind' | 'targetReadId'>;

/**
 * Last in, first out over a reader's own acts in the project, whatever their slices. A new read ends the redoing.
 * @param newestFirst the reader's acts, newest first; only as many are taken as are needed, usually one
 */
export function readerStack(newestFirst: Iterable<StackAct>): ReaderStack {
  const top: { undo?: number | null; redo?: number | null } = {};
  let undosOpen = 0;
  let redosOpen = 0;
  for (const act of newestFirst) {
    if (top.undo === undefined) {
      if (act.kind === 'undo') undosOpen += 1;
      else if (undosOpen > 0) undosOpen -= 1;
      else top.undo = act.targetReadId ?? act.id;
    }
    if (top.redo === undefined) {
      if (act.kind === 'read') top.redo = null;
      else if (act.kind === 'redo') redosOpen += 1;
      else if (redosOpen > 0) redosOpen -= 1;
      else top.redo = act.targetReadId;
    }
    if (top.undo !== undefined && top.redo !== undefined) break;
  }
  return { undo: top.undo ?? null, redo: top.redo ?? null };
}
