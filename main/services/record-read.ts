import { type ReadOutcome, readSchema } from '../../src/contract/review-methods.ts';
import { cleanText } from '../../src/review/clean-text.ts';
import type { Label } from '../../src/review/label.ts';
import { type Act, decideRead, type ReadIntent, readerStack, standingReads } from '../../src/review/read-transition.ts';
import { type ReaderAct, settleSlice } from '../../src/review/settle-slice.ts';
import type { RecordedView } from '../../src/viewing/recorded-view.ts';
import { auditEntry, auditHead } from '../store/audit-log.ts';
import { saveCurrentLabel } from '../store/current-labels.ts';
import { saveDispute } from '../store/disputed-slices.ts';
import { hasSeenLabels, hasSeenPrediction, type PresentationRow } from '../store/presentations.ts';
import { readerActsBackwards } from '../store/reader-acts.ts';
import { noteReader } from '../store/readers.ts';
import { actsOfBatch, findReadByEntry, insertRead, type ReadRow, readsOfSlice } from '../store/reads.ts';
import { insertReadPurpose } from '../store/repeats.ts';
import type { SliceFacts } from '../store/slice-facts.ts';
import { canStep } from './can-step.ts';
import { commitBatchNow } from './commit-batch.ts';
import { entryFacts, type PlannedAct, type ReadingFacts } from './planned-act.ts';
import { requirePresentation, requireReader, requireSlice } from './present-slice.ts';
import { ORDINARY, purposeOfRead } from './read-purpose.ts';
import { sliceSight } from './reader-sight.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface RecordReadInput {
  readonly presentationId: number;
  readonly intent: 'agree' | Label;
  readonly reason: string | null;
  /** 1 (a guess) to 5 (certain). */
  readonly confidence: number | null;
  /** Milliseconds that the slice was in sight until its label was given, as the window says; without it: by the clock. */
  readonly decidedAfterMs?: number | undefined;
  /** Whether it is to settle what readers disagree on. */
  readonly adjudicates?: boolean | undefined;
  /** How the slice was drawn. */
  readonly view?: RecordedView | undefined;
}

/**
 * Records a reader's act on the slice they were shown. When this returns, the read, the current label and the audit entry
 * are on the disk together; when it throws (ServiceError, StoreError, or a disk that is full), none of them is.
 */
export function recordRead(ctx: ServiceContext, input: RecordReadInput): ReadOutcome {
  return ctx.store.transaction(() => {
    const presentation = requirePresentation(ctx, input.presentationId);
    requireConfidence(ctx, presentation, input);
    const { presentationId } = input;
    const sinceShownMs = ctx.clock().getTime() - presentation.shownMs;
    return commitRead(ctx, {
      ...input,
      ...presentation,
      presentationId,
      ...readingTime(input.decidedAfterMs, sinceShownMs),
    });
  });
}

/** The window's own measure, which may not be longer than the slice has been shown. A clock that was set back measured nothing. */
function readingTime(
  inSightMs: number | undefined,
  sinceShownMs: number,
): Pick<ReadToCommit, 'decidedAfterMs' | 'sinceShownMs'> {
  if (sinceShownMs < 0) return { decidedAfterMs: null };
  if (inSightMs === undefined) return { decidedAfterMs: sinceShownMs };
  return { decidedAfterMs: Math.min(Math.max(inSightMs, 0), sinceShownMs), sinceShownMs };
}

/** Blind, a label needs to say how sure it is: after the AI was seen nobody could say any more. `unsure` says so itself. */
function requireConfidence(ctx: ServiceContext, presentation: PresentationRow, input: RecordReadInput): void {
  const { arm, reader, sliceId } = presentation;
  const judged = input.intent === 'haemorrhage' || input.intent === 'none';
  if (!judged || input.confidence !== null || arm !== 'blind') return;
  if (sliceSight(ctx, { reader, readsBlind: true }, sliceId).ai) return;
  throw new ServiceError(
    'no-confidence',
    'Say how sure you are, from 1 (a guess) to 5 (certain): the AI is shown after it.',
  );
}

export interface UnshownReadInput {
  readonly sliceId: number;
  readonly reader: string;
  /** The model whose call the label is compared with, null for none. */
  readonly modelId: number | null;
  readonly label: Label;
  readonly reason: string | null;
}

/** Records a read that was made elsewhere, such as a row of a table of corrections: no showing, no time to decide. */
export function recordUnshownRead(ctx: ServiceContext, input: UnshownReadInput): ReadOutcome {
  const read = { ...input, intent: input.label, confidence: null, presentationId: null, decidedAfterMs: null };
  const unshown = { predictionVisible: false, readingMode: null, arm: null };
  return ctx.store.transaction(() => commitRead(ctx, { ...read, ...unshown }));
}

/** Takes back the reader's last standing act, wherever in the project it was, a batch as one. Appends; removes nothing. */
export function undoRead(ctx: ServiceContext, input: { reader: string }): ReadOutcome {
  return ctx.store.transaction(() => commitStep(ctx, requireReader(input.reader), 'undo'));
}

/** Restores what the reader's last undo took back. */
export function redoRead(ctx: ServiceContext, input: { reader: string }): ReadOutcome {
  return ctx.store.transaction(() => commitStep(ctx, requireReader(input.reader), 'redo'));
}

function commitStep(ctx: ServiceContext, reader: string, kind: 'undo' | 'redo'): ReadOutcome {
  const target = targetOfStep(ctx, reader, kind);
  if (target.batchId === null) return commitAct(ctx, planStep(ctx, target, kind));
  return batchOutcome(ctx, commitBatchNow(ctx, planBatchStep(ctx, target, kind)));
}

/** The undo or redo of a whole batch, planned slice by slice. */
export function planBatchStep(ctx: ServiceContext, target: ReadRow, kind: 'undo' | 'redo'): (() => PlannedAct)[] {
  return actsOfBatch(ctx.store.db, target.batchId ?? 0).map((read) => () => planStep(ctx, read, kind));
}

/** What the screen needs after a batch was committed: its first slice stands for all. */
export function batchOutcome(ctx: ServiceContext, acts: readonly ReadRow[]): ReadOutcome {
  const [first] = acts;
  if (!first) throw new Error('A batch has at least one act');
  const acted = readsOfSlice(ctx.store.db, first.sliceId);
  const { label } = settleSlice(requireSlice(ctx, first.sliceId, null).sourceLabel, acted);
  return { ...outcomeOf(ctx, first, acted, label), batch: acts.map((act) => act.sliceId) };
}

export interface ReadToCommit {
  readonly presentationId: number | null;
  readonly sliceId: number;
  readonly reader: string;
  readonly modelId: number | null;
  readonly predictionVisible: boolean;
  readonly readingMode: PresentationRow['readingMode'];
  readonly arm: PresentationRow['arm'];
  readonly intent: 'agree' | Label;
  readonly reason: string | null;
  readonly confidence: number | null;
  readonly decidedAfterMs: number | null;
  /** By the clock, where the window measured how long the slice was in sight. */
  readonly sinceShownMs?: number | undefined;
  readonly adjudicates?: boolean | undefined;
  readonly view?: RecordedView | undefined;
}

function commitRead(ctx: ServiceContext, read: ReadToCommit): ReadOutcome {
  return commitAct(ctx, planRead(ctx, read));
}

/** @throws ServiceError where the read is refused */
export function planRead(ctx: ServiceContext, read: ReadToCommit): PlannedAct {
  const facts = requireSlice(ctx, read.sliceId, read.modelId);
  const intent: ReadIntent = read.intent === 'agree' ? { kind: 'agree' } : { kind: 'label', label: read.intent };
  const decision = decideRead(
    { ...facts, predictionVisible: read.predictionVisible, cannotTell: facts.cannotTell ?? false },
    intent,
  );
  if (decision.kind === 'refused') throw new ServiceError(decision.code, decision.message);
  const reader = requireReader(read.reader);
  const reason = read.reason === null ? '' : cleanText(read.reason);
  const { readingMode, arm } = read;
  const how: ReadingFacts =
    readingMode === null || arm === null
      ? {}
      : { readingMode, arm, labelsSeen: hasSeenLabels(ctx.store.db, read.sliceId, reader) };
  const drawn: ReadingFacts = {
    ...(read.view !== undefined && { view: read.view }),
    ...(read.sinceShownMs !== undefined && { sinceShownMs: read.sinceShownMs }),
  };
  const act = {
    presentationId: read.presentationId,
    sliceId: read.sliceId,
    reader,
    kind: 'read' as const,
    targetReadId: null,
    labelBefore: decision.labelBefore,
    labelAfter: decision.labelAfter,
    reason: reason === '' ? null : reason,
    confidence: read.confidence,
    agreesWithModel: decision.agreesWithModel,
    predictionSeen: hasSeenPrediction(ctx.store.db, read.sliceId, reader),
    decidedAfterMs: read.decidedAfterMs === null ? null : Math.round(read.decidedAfterMs),
    ...purposeOfRead(ctx, { ...read, adjudicates: read.adjudicates ?? false }),
  };
  return { facts, act, how: { ...how, ...drawn } };
}

/** The read that the reader's next undo or redo is about. @throws ServiceError `nothing-to-undo`, `nothing-to-redo` */
export function targetOfStep(ctx: ServiceContext, reader: string, kind: 'undo' | 'redo'): ReadRow {
  const { db } = ctx.store;
  const entry = readerStack(readerActsBackwards(db, reader, 'read'))[kind];
  const target = entry === null ? null : findReadByEntry(db, reader, entry);
  if (!target) throw new ServiceError(`nothing-to-${kind}`, `You have no read to ${kind} in this project.`);
  return target;
}

/** An undo agrees with nothing; a redo agrees as its read did. Both speak of the prediction that the read was about. */
export function planStep(ctx: ServiceContext, target: ReadRow, kind: 'undo' | 'redo'): PlannedAct {
  const { db } = ctx.store;
  const { sliceId, reader } = target;
  const facts = { ...requireSlice(ctx, sliceId, null), ...predictionFactsOf(ctx, target) };
  const step = { kind, targetReadId: target.id, labelBefore: facts.currentLabel };
  const acts: ReaderAct[] = readsOfSlice(db, sliceId);
  const next = { ...step, id: Number.MAX_SAFE_INTEGER, labelAfter: null, reader, purpose: null };
  const after = settleSlice(facts.sourceLabel, [...acts, next]);
  const act = {
    ...step,
    presentationId: null,
    sliceId,
    reader,
    labelAfter: after.label,
    reason: null,
    confidence: null,
    agreesWithModel: kind === 'redo' ? target.agreesWithModel : null,
    predictionSeen: hasSeenPrediction(db, sliceId, reader),
    decidedAfterMs: null,
    ...ORDINARY,
  };
  return { facts, act, how: {} };
}

/** What the log says of the prediction that a read was about. */
function predictionFactsOf(ctx: ServiceContext, read: ReadRow): Partial<SliceFacts> {
  const entry = auditEntry(ctx.store.db, read.auditSequence);
  if (entry?.event !== 'read' && entry?.event !== 'repeat-read' && entry?.event !== 'adjudication')
    throw new Error(`Audit entry ${read.auditSequence} is not the one of read ${read.id}`);
  const { model, weightsSha256, datasetVersion, probability, threshold, call, cannotTell } = entry;
  const facts = { model, weightsSha256, datasetVersion, probability, threshold, call };
  return cannotTell === undefined ? facts : { ...facts, cannotTell };
}

/** Row, current label and audit entry, in the transaction of the caller. */
function commitAct(ctx: ServiceContext, { facts, act, how }: PlannedAct): ReadOutcome {
  const { db } = ctx.store;
  const row = { ...act, batchId: null, recordedMs: ctx.clock().getTime(), auditSequence: auditHead(db).entries + 1 };
  const readId = insertRead(db, row);
  const { purpose, repeatedReadId } = act;
  if (purpose !== null) insertReadPurpose(db, { readId, purpose, repeatedReadId });
  noteReader(db, act.reader, row.recordedMs);
  const acts = readsOfSlice(db, act.sliceId);
  const settled = settleSlice(facts.sourceLabel, acts);
  saveCurrentLabel(db, act.sliceId, settled);
  saveDispute(db, act.sliceId, settled.state === 'disputed');
  const read = { ...row, id: readId, adjudication: act.purpose === 'adjudication' };
  appendEntry(ctx, entryFacts({ facts, how, read, settledLabel: settled.label, batchSlices: 1 }));
  return outcomeOf(ctx, read, acts, settled.label);
}

function outcomeOf(ctx: ServiceContext, act: ReadRow, acts: readonly Act[], currentLabel: Label | null): ReadOutcome {
  return {
    read: readSchema.parse(act),
    currentLabel,
    sliceRead: standingReads(acts).length > 0,
    stand: '',
    ...canStep(ctx, act.reader),
    batch: null,
  };
}
