import { z } from 'zod';
import { groupBy } from '../../src/collections/group-by.ts';
import { readSchema } from '../../src/contract/review-methods.ts';
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
  batchId: id.nullable(),
});
/** A reader's act as it is kept: the contract's `Read` and what only the log and later questions need. */
export type ReadRow = z.output<typeof readRow>;

const COLUMNS = `id, presentation_id AS presentationId, slice_id AS sliceId, reader, kind,
  target_read_id AS targetReadId, label_before AS labelBefore, label_after AS labelAfter, reason, confidence,
  agrees_with_model AS agreesWithModel, prediction_seen AS predictionSeen, decided_after_ms AS decidedAfterMs,
  recorded_ms AS recordedMs, audit_sequence AS auditSequence, batch_id AS batchId, purpose,
  repeated_read_id AS repeatedReadId, purpose IS 'adjudication' AS adjudication`;
const FROM_READS = 'FROM reads LEFT JOIN read_purposes ON read_purposes.read_id = reads.id';

const READ_KEYS: readonly (keyof ReadRow)[] = [
  'id',
  'presentationId',
  'sliceId',
  'reader',
  'kind',
  'targetReadId',
  'labelBefore',
  'labelAfter',
  'reason',
  'confidence',
  'agreesWithModel',
  'predictionSeen',
  'decidedAfterMs',
  'recordedMs',
  'auditSequence',
  'batchId',
];

/** Adds an act and returns its id. Acts are never changed or taken away. */
export function insertRead(
  db: Connection,
  read: Omit<ReadRow, 'id' | 'purpose' | 'repeatedReadId' | 'adjudication'>,
): number {
  return db.run(
    `INSERT INTO reads (presentation_id, slice_id, reader, kind, target_read_id, label_before, label_after, reason,
       confidence, agrees_with_model, prediction_seen, decided_after_ms, recorded_ms, audit_sequence, batch_id)
     VALUES (:presentationId, :sliceId, :reader, :kind, :targetReadId, :labelBefore, :labelAfter, :reason,
       :confidence, :agreesWithModel, :predictionSeen, :decidedAfterMs, :recordedMs, :auditSequence, :batchId)`,
    { ...read },
  ).lastId;
}

export function findRead(db: Connection, readId: number): ReadRow | null {
  return db.get(readRow, `SELECT ${COLUMNS} ${FROM_READS} WHERE id = :readId`, { readId });
}

/** A reader's act that an audit entry tells of. */
export function findReadByEntry(db: Connection, reader: string, entry: number): ReadRow | null {
  const sql = `SELECT ${COLUMNS} ${FROM_READS} WHERE reader = :reader AND audit_sequence = :entry`;
  return db.get(readRow, sql, { reader, entry });
}

/** Every act on a slice by whomever, in order. */
export function readsOfSlice(db: Connection, sliceId: number): ReadRow[] {
  return db.all(readRow, `SELECT ${COLUMNS} ${FROM_READS} WHERE slice_id = :sliceId ORDER BY id`, { sliceId });
}

/** Every act on every slice that has one, in order, by slice. */
export function readsBySlice(db: Connection): Map<number, ReadRow[]> {
  return groupBy(db.all(readRow, `SELECT ${COLUMNS} ${FROM_READS} ORDER BY id`), ({ sliceId }) => sliceId);
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

/** The acts of a batch, in order. */
export function actsOfBatch(db: Connection, batchId: number): ReadRow[] {
  return db.all(readRow, `SELECT ${COLUMNS} ${FROM_READS} WHERE batch_id = :batchId ORDER BY id`, { batchId });
}

/** The id that the next act will have. */
export function nextReadId(db: Connection): number {
  return db.one(z.object({ id }), 'SELECT coalesce(max(id), 0) + 1 AS id FROM reads').id;
}

/** Adds many acts, with their ids, in one statement. */
export function insertReads(db: Connection, reads: readonly ReadRow[]): void {
  db.run(
    `INSERT INTO reads (id, presentation_id, slice_id, reader, kind, target_read_id, label_before, label_after, reason,
       confidence, agrees_with_model, prediction_seen, decided_after_ms, recorded_ms, audit_sequence, batch_id)
     SELECT ${READ_KEYS.map((key) => `json_extract(value, '$.${key}')`).join(', ')} FROM json_each(:reads) ORDER BY key`,
    { reads: JSON.stringify(reads) },
  );
}

/** SQL for whether the read `acts` stands: its last undo, if any, was redone. */
export const STANDS = `acts.kind = 'read' AND coalesce(
  (SELECT later.kind FROM reads AS later WHERE later.target_read_id = acts.id ORDER BY later.id DESC LIMIT 1),
  'redo') = 'redo'`;

/** SQL for the reads that stand. Columns id and slice_id. */
export const STANDING_READS = `SELECT id, slice_id FROM reads AS acts WHERE ${STANDS}`;
