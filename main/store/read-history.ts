import { z } from 'zod';
import type { ActHistory } from '../../src/review/next-step.ts';
import { readerStack } from '../../src/review/read-transition.ts';
import type { Connection } from './connection.ts';
import { actsOfReaderBackwards } from './reads.ts';

const sequenceRow = z.object({ n: z.number().int().nullable() });

/** Where the reader's reads stand among all that can be undone. */
export function readHistory(db: Connection, reader: string): ActHistory<'read'> {
  const stack = readerStack(actsOfReaderBackwards(db, reader));
  const sequence = (where: string, parameters: Record<string, number | string>): number | null =>
    db.one(sequenceRow, `SELECT max(audit_sequence) AS n FROM reads WHERE ${where}`, parameters).n;
  const lastOf = (readId: number | null) =>
    readId === null ? null : sequence('id = :readId OR target_read_id = :readId', { readId });
  return {
    kind: 'read',
    standsSince: lastOf(stack.undo),
    undoneAt: lastOf(stack.redo),
    newestAct: sequence("reader = :reader AND kind = 'read'", { reader }),
  };
}
