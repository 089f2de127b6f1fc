import { z } from 'zod';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

/** Right and wrong calls of a look, all that is needed for its accuracy, sensitivity and specificity. */
const outcomeSchema = z.object({
  truePositives: z.number().int(),
  falsePositives: z.number().int(),
  trueNegatives: z.number().int(),
  falseNegatives: z.number().int(),
});

const lookRow = z.object({
  id: z.number().int(),
  testSetId: z.number().int(),
  /** Counted from 1 within the test set. */
  look: z.number().int(),
  modelId: z.number().int(),
  model: z.string(),
  reader: z.string().nullable(),
  openedMs: z.number(),
  n: z.number().int(),
  outcome: json(outcomeSchema),
});
export type TestLookRow = z.output<typeof lookRow>;

/** All looks at a test set, the first one first. */
export function looksAtTestSet(db: Connection, testSetId: number): TestLookRow[] {
  return db.all(
    lookRow,
    `SELECT test_looks.id, test_set_id AS testSetId, look, model_id AS modelId, models.name AS model, reader,
       opened_ms AS openedMs, n, outcome_json AS outcome
     FROM test_looks JOIN models ON models.id = model_id WHERE test_set_id = :testSetId ORDER BY look`,
    { testSetId },
  );
}

/** Counts one look; from here on the model may read the slices of the set. */
export function insertLook(db: Connection, look: Omit<TestLookRow, 'id' | 'model'>): void {
  const { outcome, ...rest } = look;
  db.run(
    `INSERT INTO test_looks (test_set_id, look, model_id, reader, opened_ms, n, outcome_json)
     VALUES (:testSetId, :look, :modelId, :reader, :openedMs, :n, :outcome)`,
    { ...rest, outcome: JSON.stringify(outcome) },
  );
}
