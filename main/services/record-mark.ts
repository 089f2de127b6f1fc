import type { AuditFacts } from '../../src/audit/audit-entry.ts';
import { type Mark, type MarkOutcome, markOutcomeSchema } from '../../src/contract/mark-methods.ts';
import { standingMarks } from '../../src/marks/mark-acts.ts';
import { type MarkFigures, type MeasuredPicture, measureMark } from '../../src/marks/mark-figures.ts';
import { isDrawn, type MarkShape } from '../../src/marks/mark-shape.ts';
import { auditHead } from '../store/audit-log.ts';
import {
  actsOfMark,
  findMarkAct,
  insertMarkAct,
  type MarkActRow,
  markActsInSource,
  markStack,
} from '../store/mark-acts.ts';
import { noteReader } from '../store/readers.ts';
import type { SliceFacts } from '../store/slice-facts.ts';
import { requireReader, requireSlice } from './present-slice.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface SaveMarkInput {
  readonly sliceId: number;
  /** Null adds a mark. */
  readonly markId: number | null;
  readonly shape: MarkShape;
  readonly reader: string;
}

/** A reader's marks on a source's slices, as they stand. Marks of other readers are not among them. */
export function listMarks(ctx: ServiceContext, input: { sourceId: number; reader: string }): Mark[] {
  const reader = input.reader.trim() === '' ? '' : requireReader(input.reader);
  return [...standingMarks(markActsInSource(ctx.store.db, reader, input.sourceId)).values()].map(markOf);
}

/** The viewer's marks as the window lists them: none on a slice that is to come again unknown to them, as it would tell. */
export function marksInSight(ctx: ServiceContext, input: { sourceId: number; viewer: Viewer }): Mark[] {
  const { sourceId, viewer } = input;
  const marks = listMarks(ctx, { sourceId, reader: viewer.reader });
  const sight = sightOf(ctx, viewer, [...new Set(marks.map(({ sliceId }) => sliceId))]);
  return marks.filter(({ sliceId }) => sight(sliceId).ownReads);
}

/**
 * Adds or changes a mark: the act, its figures and the audit entry are on the disk together, or none is.
 * @param picture the slice's own decoded pixels, which the figures are measured on
 * @throws ServiceError `no-mark`, `mark-elsewhere`, `mark-empty`, `no-reader`, `no-slice`; StoreError
 */
export function saveMark(ctx: ServiceContext, input: SaveMarkInput, picture: MeasuredPicture): MarkOutcome {
  const reader = requireReader(input.reader);
  const { shape, sliceId } = input;
  requireOnPicture(shape, picture);
  const figures = measureMark(shape, picture);
  return ctx.store.transaction(() => {
    if (input.markId !== null && requireMark(ctx, input.markId, reader).sliceId !== sliceId) {
      throw new ServiceError('mark-elsewhere', 'This mark is on another slice. Nothing was changed.');
    }
    const kind = input.markId === null ? 'added' : 'changed';
    return commitAct(ctx, { kind, markId: input.markId, sliceId, reader, targetActId: null, shape, figures });
  });
}

/** Takes a mark off its slice. It stays in the log and can be brought back by undo. */
export function removeMark(ctx: ServiceContext, input: { markId: number; reader: string }): MarkOutcome {
  const reader = requireReader(input.reader);
  return ctx.store.transaction(() => {
    const { sliceId, shape, figures } = requireMark(ctx, input.markId, reader);
    return commitAct(ctx, {
      kind: 'removed',
      markId: input.markId,
      sliceId,
      reader,
      targetActId: null,
      shape,
      figures,
    });
  });
}

/** Takes back the reader's last standing act on a mark, or restores the one taken back last; inside a transaction. */
export function stepMark(ctx: ServiceContext, reader: string, kind: 'undo' | 'redo'): MarkOutcome {
  const { db } = ctx.store;
  const targetActId = markStack(db, reader)[kind];
  const target = targetActId === null ? null : findMarkAct(db, targetActId);
  if (!target) throw new ServiceError(`nothing-to-${kind}`, `You have no mark to ${kind} in this project.`);
  const { markId, sliceId } = target;
  return commitAct(ctx, { kind, markId, sliceId, reader, targetActId: target.id, shape: null, figures: null });
}

type ActToCommit = Omit<MarkActRow, 'id' | 'markId' | 'recordedMs' | 'auditSequence'> & { markId: number | null };

function commitAct(ctx: ServiceContext, act: ActToCommit): MarkOutcome {
  const { db } = ctx.store;
  const facts = requireSlice(ctx, act.sliceId, null);
  const row = { ...act, recordedMs: ctx.clock().getTime(), auditSequence: auditHead(db).entries + 1 };
  const actId = insertMarkAct(db, row);
  noteReader(db, act.reader, row.recordedMs);
  const markId = act.markId ?? actId;
  const standing = standingMarks(actsOfMark(db, markId)).get(markId);
  const done = act.targetActId === null ? findMarkAct(db, actId) : findMarkAct(db, act.targetActId);
  if (!done?.shape || !done.figures || done.kind === 'undo' || done.kind === 'redo') {
    throw new Error(`Mark act ${actId} is about no mark`);
  }
  const doneTo = { ...done, kind: done.kind, shape: done.shape, figures: done.figures };
  appendEntry(ctx, entryFacts(facts, { ...row, id: actId, markId }, doneTo, standing));
  return markOutcomeSchema.parse({
    markId,
    sliceId: act.sliceId,
    act: done.kind,
    markKind: done.shape.kind,
    mark: standing ? markOf(standing) : null,
    auditSequence: row.auditSequence,
  });
}

type DoneAct = MarkActRow & { kind: 'added' | 'changed' | 'removed'; shape: MarkShape; figures: MarkFigures };

function entryFacts(facts: SliceFacts, act: MarkActRow, done: DoneAct, standing: MarkActRow | undefined): AuditFacts {
  const { studyPseudonym, seriesPseudonym, fileSha256, frame, pixelSha256 } = facts;
  const common = {
    ...{ reader: act.reader, studyPseudonym, seriesPseudonym, fileSha256, frame, pixelSha256 },
    ...{ markId: act.markId, markActId: act.id },
  };
  if (act.kind === 'undo' || act.kind === 'redo') {
    return {
      event: act.kind === 'undo' ? 'mark-undone' : 'mark-redone',
      ...common,
      targetActId: done.id,
      targetAct: done.kind,
      markKind: done.shape.kind,
      shape: standing?.shape ?? null,
      figures: standing?.figures ?? null,
    };
  }
  return { event: `mark-${act.kind}`, ...common, markKind: done.shape.kind, shape: done.shape, figures: done.figures };
}

function requireMark(ctx: ServiceContext, markId: number, reader: string): DoneAct {
  const standing = standingMarks(actsOfMark(ctx.store.db, markId)).get(markId);
  // A mark of somebody else is none to this reader.
  if (!standing || standing.reader !== reader || !standing.shape || !standing.figures) {
    throw new ServiceError('no-mark', 'This mark is not there any more. Look at the slice again.');
  }
  return standing as DoneAct;
}

function requireOnPicture(shape: MarkShape, { rows, columns }: MeasuredPicture): void {
  if (!isDrawn(shape)) throw new ServiceError('mark-empty', 'This mark has no extent. Draw it again.');
  if (shape.points.every(({ x, y }) => x >= 0 && y >= 0 && x <= columns && y <= rows)) return;
  throw new ServiceError('mark-outside', 'This mark does not lie on the picture. Draw it again.');
}

function markOf(act: MarkActRow): Mark {
  const { markId, sliceId, shape, figures, recordedMs, auditSequence } = act;
  if (!shape || !figures) throw new Error(`Mark act ${act.id} holds no mark`);
  return { id: markId, sliceId, shape, figures, recordedMs, auditSequence };
}
