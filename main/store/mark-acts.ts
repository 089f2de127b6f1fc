import { z } from 'zod';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import { markFiguresSchema } from '../../src/marks/mark-figures.ts';
import { markShapeSchema } from '../../src/marks/mark-shape.ts';
import { readerStack, type StackAct } from '../../src/review/read-transition.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

const id = z.number().int();

const markActRow = z.object({
  id,
  sliceId: id,
  reader: z.string(),
  kind: z.enum(['added', 'changed', 'removed', 'undo', 'redo']),
  /** The id of the act that added the mark. */
  markId: id,
  targetActId: id.nullable(),
  /** As the act left or removed it; null for undo and redo. */
  shape: json(markShapeSchema).nullable(),
  figures: json(markFiguresSchema).nullable(),
  recordedMs: z.number(),
  auditSequence: id,
});
export type MarkActRow = z.output<typeof markActRow>;

const COLUMNS = `mark_acts.id, slice_id AS sliceId, reader, kind, coalesce(added_act_id, mark_acts.id) AS markId,
  target_act_id AS targetActId, shape_json AS shape, figures_json AS figures, recorded_ms AS recordedMs,
  audit_sequence AS auditSequence`;

/** Adds an act and returns its id; `markId` null for an act that adds a mark. Acts are never changed or taken away. */
export function insertMarkAct(
  db: Connection,
  act: Omit<MarkActRow, 'id' | 'markId'> & { markId: number | null },
): number {
  const { shape, figures, ...rest } = act;
  return db.run(
    `INSERT INTO mark_acts (slice_id, reader, kind, added_act_id, target_act_id, shape_json, figures_json, recorded_ms,
       audit_sequence)
     VALUES (:sliceId, :reader, :kind, :markId, :targetActId, :shape, :figures, :recordedMs, :auditSequence)`,
    { ...rest, shape: shape && canonicalJson(shape), figures: figures && canonicalJson(figures) },
  ).lastId;
}

export function findMarkAct(db: Connection, actId: number): MarkActRow | null {
  return db.get(markActRow, `SELECT ${COLUMNS} FROM mark_acts WHERE id = :actId`, { actId });
}

/** Every act on one mark, in order. */
export function actsOfMark(db: Connection, markId: number): MarkActRow[] {
  return db.all(
    markActRow,
    `SELECT ${COLUMNS} FROM mark_acts WHERE id = :markId OR added_act_id = :markId ORDER BY id`,
    { markId },
  );
}

/** A reader's acts on the slices of a source, in order. */
export function markActsInSource(db: Connection, reader: string, sourceId: number): MarkActRow[] {
  return db.all(
    markActRow,
    `SELECT ${COLUMNS} FROM mark_acts JOIN source_slices USING (slice_id)
     WHERE reader = :reader AND source_id = :sourceId ORDER BY mark_acts.id`,
    { reader, sourceId },
  );
}

/** Every act in the project in order, of one reader or (null) of all. */
export function allMarkActs(db: Connection, reader: string | null): MarkActRow[] {
  return db.all(
    markActRow,
    `SELECT ${COLUMNS} FROM mark_acts WHERE :reader IS NULL OR reader = :reader ORDER BY mark_acts.id`,
    { reader },
  );
}

const stackRow = z.object({ id, kind: z.enum(['read', 'undo', 'redo']), targetReadId: id.nullable() });
const ACTS_PER_PAGE = 32;

/** A reader's acts, newest first, as the stack of undo and redo takes them: what is neither of these is one kind. */
function* backwards(db: Connection, reader: string): Generator<StackAct> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = db.all(
      stackRow,
      `SELECT id, CASE WHEN target_act_id IS NULL THEN 'read' ELSE kind END AS kind, target_act_id AS targetReadId
       FROM mark_acts WHERE reader = :reader AND id < :before ORDER BY id DESC LIMIT :limit`,
      { reader, before, limit: ACTS_PER_PAGE },
    );
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < ACTS_PER_PAGE) return;
    before = last.id;
  }
}

/** The mark acts that this reader's next undo and redo are about; null where there is none. */
export function markStack(db: Connection, reader: string): { undo: number | null; redo: number | null } {
  return readerStack(backwards(db, reader));
}
