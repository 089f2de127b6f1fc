import type { AuditFacts } from '../../src/audit/audit-entry.ts';
import { type StudyOutcome, studyCallSchema } from '../../src/contract/study-methods.ts';
import { cleanText } from '../../src/review/clean-text.ts';
import { readerStack } from '../../src/review/read-transition.ts';
import { decideStudyCall, type StudyFinding, standingCall } from '../../src/review/study-call.ts';
import { auditHead } from '../store/audit-log.ts';
import { readerActsBackwards } from '../store/reader-acts.ts';
import { noteReader } from '../store/readers.ts';
import { readingSetting } from '../store/reading-modes.ts';
import { findStudy, studySlicesOfReader } from '../store/studies.ts';
import { findStudyCallByEntry, insertStudyCall, type StudyCallRow, studyCallsOf } from '../store/study-calls.ts';
import { canStep } from './can-step.ts';
import { requireReader } from './present-slice.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { whyNoStudyCall } from './why-no-study-call.ts';

export interface RecordStudyCallInput extends StudyFinding {
  /** The study's pseudonym. */
  readonly study: string;
  readonly reader: string;
  /** Whether anything that the model thinks of the study is on the reader's screen. */
  readonly predictionVisible: boolean;
  /** The reader's own wish to read blind, where the project leaves it open. */
  readonly readsBlind?: boolean | undefined;
}

/**
 * Records what a reader says of a whole study. Like a read it is on the disk with its audit entry when this returns, and
 * nothing of it is when it throws. Labels of slices are left alone, also where they contradict it.
 * @throws ServiceError `no-reader`, `no-study`, `no-study-call`, `bleeds-without-haemorrhage`, `bleed-twice`
 */
export function recordStudyCall(ctx: ServiceContext, input: RecordStudyCallInput): StudyOutcome {
  return ctx.store.transaction(() => {
    const reader = requireReader(input.reader);
    requireCallable(ctx, input.study);
    const decision = decideStudyCall(input.label, input.bleeds);
    if (decision.kind === 'refused') throw new ServiceError(decision.code, decision.message);
    const note = cleanText(input.note ?? '');
    const act = {
      study: input.study,
      reader,
      kind: 'read' as const,
      targetReadId: null,
      label: input.label,
      bleeds: [...decision.bleeds],
      confidence: input.confidence,
      note: note === '' ? null : note,
      predictionSeen: input.predictionVisible,
    };
    return commitAct(ctx, act, howRead(ctx, { reader, readsBlind: input.readsBlind ?? false }, input.study));
  });
}

/** Takes back the reader's newest call that stands, of whichever study. Appends; removes nothing. */
export function undoStudyCall(ctx: ServiceContext, input: { reader: string }): StudyOutcome {
  return ctx.store.transaction(() => commitStep(ctx, requireReader(input.reader), 'undo'));
}

/** Restores the call that the reader's last undo took back. */
export function redoStudyCall(ctx: ServiceContext, input: { reader: string }): StudyOutcome {
  return ctx.store.transaction(() => commitStep(ctx, requireReader(input.reader), 'redo'));
}

function requireCallable(ctx: ServiceContext, study: string): void {
  const found = findStudy(ctx.store.db, study);
  if (!found) throw new ServiceError('no-study', 'This study is not in the project. Open its folder again.');
  const whyNot = whyNoStudyCall(found);
  if (whyNot !== null) throw new ServiceError('no-study-call', whyNot);
}

function commitStep(ctx: ServiceContext, reader: string, kind: 'undo' | 'redo'): StudyOutcome {
  const { db } = ctx.store;
  const entry = readerStack(readerActsBackwards(db, reader, 'study-call'))[kind];
  const target = entry === null ? null : findStudyCallByEntry(db, reader, entry);
  if (!target) throw new ServiceError(`nothing-to-${kind}`, `You have no study call to ${kind} in this project.`);
  const step = { kind, targetReadId: target.id };
  const acts = [...studyCallsOf(db, target.study, reader), { ...target, ...step, id: Number.MAX_SAFE_INTEGER }];
  const after = standingCall(acts);
  const act = {
    ...step,
    study: target.study,
    reader,
    label: after?.label ?? null,
    bleeds: after?.bleeds ?? [],
    confidence: after?.confidence ?? null,
    note: after?.note ?? null,
    predictionSeen: false,
  };
  return commitAct(ctx, act, {});
}

type CallFacts = Omit<Extract<AuditFacts, { event: 'study-called' }>, 'event'>;
type HowRead = Pick<CallFacts, 'readingMode' | 'arm' | 'labelsSeen'>;

/** Under which way of reading a study is called. Pictures of one folder may lie in both arms of a reader study: then none is told. */
function howRead(ctx: ServiceContext, viewer: Viewer, study: string): HowRead {
  const { db } = ctx.store;
  const slices = studySlicesOfReader(db, study, viewer.reader);
  const sliceIds = slices.map(({ sliceId }) => sliceId);
  const sight = sightOf(ctx, viewer, sliceIds);
  const [arm, ...others] = new Set(sliceIds.map((sliceId) => sight(sliceId).arm));
  const labelsSeen = slices.some((slice) => slice.labelsSeen);
  const { mode: readingMode } = readingSetting(db);
  return { readingMode, labelsSeen, ...(arm !== undefined && others.length === 0 ? { arm } : {}) };
}

/** Row and audit entry, in the transaction of the caller. What was seen of the slices adds to what the act itself knows. */
function commitAct(
  ctx: ServiceContext,
  act: Omit<StudyCallRow, 'id' | 'recordedMs' | 'auditSequence'>,
  how: HowRead,
): StudyOutcome {
  const { db } = ctx.store;
  const before = standingCall(studyCallsOf(db, act.study, act.reader));
  const slices = studySlicesOfReader(db, act.study, act.reader);
  const predictionSeen = act.predictionSeen || slices.some((slice) => slice.predictionSeen);
  const row = { ...act, predictionSeen, recordedMs: ctx.clock().getTime(), auditSequence: auditHead(db).entries + 1 };
  const call = { ...row, id: insertStudyCall(db, row) };
  noteReader(db, act.reader, row.recordedMs);
  const facts: CallFacts = {
    reader: call.reader,
    studyPseudonym: call.study,
    callId: call.id,
    labelBefore: before?.label ?? null,
    labelAfter: call.label,
    bleeds: call.bleeds,
    reason: call.note,
    confidence: call.confidence,
    slices: slices.length,
    slicesShown: slices.filter(({ shown }) => shown).length,
    slicesRead: slices.filter(({ label }) => label !== null).length,
    predictionSeen,
    ...how,
  };
  appendEntry(ctx, entryOf(call, facts));
  const standing = standingCall(studyCallsOf(db, call.study, call.reader));
  return {
    call: studyCallSchema.parse(call),
    standing: standing && studyCallSchema.parse(standing),
    ...canStep(ctx, call.reader),
  };
}

function entryOf(call: StudyCallRow, facts: CallFacts): Parameters<typeof appendEntry>[1] {
  const { kind, targetReadId } = call;
  if (kind === 'read' || targetReadId === null) return { event: 'study-called', ...facts };
  const event = kind === 'undo' ? 'study-call-undone' : 'study-call-redone';
  return { event, ...facts, targetCallId: targetReadId };
}
