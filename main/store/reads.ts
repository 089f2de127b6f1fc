import { z } from 'zod';
import { readSchema } from '../../src/contract/review-methods.ts';
import type { StackAct } from '../../src/review/read-transition.ts';
import type { Connection } from './connection.ts';
import { flag, nullableFlag } from './row-types.ts';

const id = z.number().int();

const readRow = z.object({
  ...readSchema.shape,
  presentationId: id.nullable(),
  decidedAfterMs: z.number().int().nullable(),
  agreesWithModel: nullableFlag,
  predictionSeen: flag,
  adjudication: flag,
  /** Null for an ordinary read, and for an undo or redo of any. */
  purpose: z.enum(['repeat', 'adjudication']).nullable(),
  /** Of a repeat: the read that it repeats. */
  repeatedReadId: id.nullable(),
});
/** A reader's act as it is kept: the contract's `Read` and what only the log and later questions need. */
export type ReadRow = z.output<typeof readRow>;

const COLUMNS = `id, presentation_id AS presentationId, slice_id AS sliceId, reader, kind,
  target_read_id AS targetReadId, label_before AS labelBefore, label_after AS labelAfter, reason, confidence,
  agrees_with_model AS agreesWithModel, prediction_seen AS predictionSeen, decided_after_ms AS decidedAfterMs,
  recorded_ms AS recordedMs, audit_sequence AS auditSequence, purpose, repeated_read_id AS repeatedReadId,
  purpose IS 'adjudication' AS adjudication`;
const FROM_READS = 'FROM reads LEFT JOIN read_purposes ON read_purposes.read_id = reads.id';

/** Adds an act and returns its id. Acts are never changed or taken away. */
export function insertRead(
  db: Connection,
  read: Omit<ReadRow, 'id' | 'purpose' | 'repeatedReadId' | 'adjudication'>,
): number {
  return db.run(
    `INSERT INTO reads (presentation_id, slice_id, reader, kind, target_read_id, label_before, label_after, reason,
       confidence, agrees_with_model, prediction_seen, decided_after_ms, recorded_ms, audit_sequence)
     VALUES (:presentationId, :sliceId, :reader, :kind, :targetReadId, :labelBefore, :labelAfter, :reason,
       :confidence, :agreesWithModel, :predictionSeen, :decidedAfterMs, :recordedMs, :auditSequence)`,
    { ...read },
  ).lastId;
}

export function findRead(db: Connection, readId: number): ReadRow | null {
  return db.get(readRow, `SELECT ${COLUMNS} ${FROM_READS} WHERE id = :readId`, { readId });
}

/** Every act on a slice by whomever, in order. */
export function readsOfSlice(db: Connection, sliceId: number): ReadRow[] {
  return db.all(readRow, `SELECT ${COLUMNS} ${FROM_READS} WHERE slice_id = :sliceId ORDER BY id`, { sliceId });
}

const actRow = z.object({ id, kind: z.enum(['read', 'undo', 'redo']), targetReadId: id.nullable() });

/** Every act on every slice that has one, in order, by slice. */
export function readsBySlice(db: Connection): Map<number, ReadRow[]> {
  const slices = new Map<number, ReadRow[]>();
  for (const row of db.all(readRow, `SELECT ${COLUMNS} ${FROM_READS} ORDER BY id`)) {
    const own = slices.get(row.sliceId);
    if (own) own.push(row);
    else slices.set(row.sliceId, [row]);
  }
  return slices;
}

/** Who has acted on each of these slices. */
export function readersOfSlices(db: Connection, sliceIds: readonly number[]): { sliceId: number; reader: string }[] {
  return db.all(
    z.object({ sliceId: id, reader: z.string() }),
    `SELECT DISTINCT slice_id AS sliceId, reader FROM reads
     WHERE slice_id IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(sliceIds) },
  );
}

const ACTS_PER_PAGE = 32;

/** A reader's acts in the project, newest first, fetched as they are asked for: undo rarely needs more than one. */
export function* actsOfReaderBackwards(db: Connection, reader: string): Generator<StackAct> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = db.all(
      actRow,
      `SELECT id, kind, target_read_id AS targetReadId FROM reads
       WHERE reader = :reader AND id < :before ORDER BY id DESC LIMIT :limit`,
      { reader, before, limit: ACTS_PER_PAGE },
    );
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < ACTS_PER_PAGE) return;
    before = last.id;
  }
}

/** SQL for the reads that stand: those whose last undo, if any, was redone. Columns id and slice_id. */
export const STANDING_READS = `SELECT id, slice_id FROM reads AS acts WHERE kind = 'read' AND coalesce(
  (SELECT later.kind FROM reads AS later WHERE later.target_read_id = acts.id ORDER BY later.id DESC LIMIT 1),
  'redo') = 'redo'`;
