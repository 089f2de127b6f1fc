import { z } from 'zod';
import type { StackAct } from '../../src/review/read-transition.ts';
import type { Connection } from './connection.ts';

/** What a reader can take back; each kind is kept in a table of its own. */
export type ReaderActKind = 'read' | 'study-call' | 'mark';

/** An act of any kind. `id` and `targetReadId` are numbers of audit entries here, which all kinds share. */
export type ReaderAct = StackAct & { readonly of: ReaderActKind };

const actRow = z.object({
  id: z.number().int(),
  kind: z.enum(['read', 'undo', 'redo']),
  targetReadId: z.number().int().nullable(),
  of: z.enum(['read', 'study-call', 'mark']),
});

/** `kind` is `read` for what an undo takes back, whatever its own table calls it. Of a batch its first act stands for all. */
const ACTS: Readonly<Record<ReaderActKind, string>> = {
  read: `SELECT acts.audit_sequence AS id, acts.kind, target.audit_sequence AS targetReadId, 'read' AS "of"
    FROM reads AS acts LEFT JOIN reads AS target ON target.id = acts.target_read_id
    WHERE acts.reader = :reader AND acts.audit_sequence < :before AND (acts.batch_id IS NULL OR acts.batch_id = acts.id)`,
  'study-call': `SELECT acts.audit_sequence AS id, CASE acts.kind WHEN 'call' THEN 'read' ELSE acts.kind END AS kind,
      target.audit_sequence AS targetReadId, 'study-call' AS "of"
    FROM study_calls AS acts LEFT JOIN study_calls AS target ON target.id = acts.target_call_id
    WHERE acts.reader = :reader AND acts.audit_sequence < :before`,
  mark: `SELECT acts.audit_sequence AS id, CASE WHEN acts.target_act_id IS NULL THEN 'read' ELSE acts.kind END AS kind,
      target.audit_sequence AS targetReadId, 'mark' AS "of"
    FROM mark_acts AS acts LEFT JOIN mark_acts AS target ON target.id = acts.target_act_id
    WHERE acts.reader = :reader AND acts.audit_sequence < :before`,
};
const ACTS_PER_PAGE = 32;

/**
 * A reader's acts in the project, of every kind or of one, newest first, fetched as they are asked for: undo rarely needs
 * more than one.
 */
export function* readerActsBackwards(db: Connection, reader: string, only?: ReaderActKind): Generator<ReaderAct> {
  const acts = only === undefined ? Object.values(ACTS).join(' UNION ALL ') : ACTS[only];
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = db.all(actRow, `${acts} ORDER BY id DESC LIMIT :limit`, { reader, before, limit: ACTS_PER_PAGE });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < ACTS_PER_PAGE) return;
    before = last.id;
  }
}
