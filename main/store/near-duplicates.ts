import { z } from 'zod';
import type { NearDuplicatePair } from '../../src/duplicates/near-duplicates.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

export const PAIR_STATUSES = ['candidate', 'confirmed', 'rejected'] as const;
export type PairStatus = (typeof PAIR_STATUSES)[number];

const pairRow = z.object({
  id: z.number().int(),
  /** Slice ids, in the order of the slices' keys. */
  a: z.number().int(),
  b: z.number().int(),
  kind: z.string(),
  changes: json(z.array(z.string())),
  score: z.number(),
  status: z.enum(PAIR_STATUSES),
  /** Who judged it, and when; both null while nobody has. */
  reader: z.string().nullable(),
  judgedMs: z.number().int().nullable(),
});
export type PairRow = z.output<typeof pairRow>;

const SELECT = `SELECT id, slice_a AS a, slice_b AS b, kind, changes_json AS changes, score, status, reader,
  judged_ms AS judgedMs FROM near_duplicates`;

/** All pairs ever found, the most alike first. */
export function listPairs(db: Connection): PairRow[] {
  return db.all(pairRow, `${SELECT} ORDER BY score DESC, id`);
}

export function findPair(db: Connection, pairId: number): PairRow | null {
  return db.get(pairRow, `${SELECT} WHERE id = :pairId`, { pairId });
}

/** Adds a pair that a search found; one that is known keeps its judgement. @returns whether it is new */
export function insertPair(
  db: Connection,
  pair: Pick<NearDuplicatePair, 'kind' | 'changes' | 'score'> & { a: number; b: number; foundMs: number },
): boolean {
  const { changes, ...rest } = pair;
  const { changes: added } = db.run(
    `INSERT INTO near_duplicates (slice_a, slice_b, kind, changes_json, score, found_ms)
     SELECT :a, :b, :kind, :changes, :score, :foundMs WHERE NOT EXISTS
       (SELECT 1 FROM near_duplicates WHERE slice_a IN (:a, :b) AND slice_b IN (:a, :b))`,
    { ...rest, changes: JSON.stringify(changes) },
  );
  return added > 0;
}

/** Says what a person thinks of a pair; `candidate` takes a judgement back. */
export function judgePair(
  db: Connection,
  pairId: number,
  judgement: { status: PairStatus; reader: string | null; judgedMs: number | null },
): void {
  db.run('UPDATE near_duplicates SET status = :status, reader = :reader, judged_ms = :judgedMs WHERE id = :pairId', {
    ...judgement,
    pairId,
  });
}
