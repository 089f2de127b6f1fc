import { z } from 'zod';
import { leftOutSchema, testSetOriginSchema } from '../../src/dataset/test-set.ts';
import { type TrainableLabel, trainableLabelSchema } from '../../src/review/label.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

const testSetRow = z.object({
  id: z.number().int(),
  name: z.string(),
  manifestSha256: z.string(),
  slices: z.number().int(),
  origin: json(testSetOriginSchema),
  leftOut: json(leftOutSchema),
  predictedBefore: z.number().int(),
  reader: z.string().nullable(),
  sealedMs: z.number(),
});
export type TestSetRow = z.output<typeof testSetRow>;

const SELECT = `SELECT id, name, manifest_sha256 AS manifestSha256, slices, origin_json AS origin,
  left_out_json AS leftOut, predicted_before AS predictedBefore, reader, sealed_ms AS sealedMs FROM test_sets`;

/** A slice of a test set with its frozen label. */
export interface SealedSlice {
  readonly sliceId: number;
  readonly label: TrainableLabel;
  readonly group: string;
}

/** Seals slices into a new test set and returns its id. There is no way back. */
export function insertTestSet(
  db: Connection,
  testSet: Omit<TestSetRow, 'id' | 'slices'>,
  slices: readonly SealedSlice[],
): number {
  const { origin, leftOut, ...rest } = testSet;
  const testSetId = db.run(
    `INSERT INTO test_sets (name, manifest_sha256, slices, origin_json, left_out_json, predicted_before, reader, sealed_ms)
     VALUES (:name, :manifestSha256, :count, :origin, :leftOut, :predictedBefore, :reader, :sealedMs)`,
    { ...rest, count: slices.length, origin: JSON.stringify(origin), leftOut: JSON.stringify(leftOut) },
  ).lastId;
  for (const slice of slices) {
    db.run(
      `INSERT INTO test_set_slices (slice_id, test_set_id, label, group_key)
       VALUES (:sliceId, :testSetId, :label, :group)`,
      { testSetId, ...slice },
    );
  }
  return testSetId;
}

/** All test sets, in the order in which they were sealed. */
export function listTestSets(db: Connection): TestSetRow[] {
  return db.all(testSetRow, `${SELECT} ORDER BY id`);
}

const sealedRow = z.object({ sliceId: z.number().int(), label: trainableLabelSchema, group: z.string() });

/** The slices of a test set, by slice id. */
export function slicesOfTestSet(db: Connection, testSetId: number): SealedSlice[] {
  return db.all(
    sealedRow,
    `SELECT slice_id AS sliceId, label, group_key AS "group" FROM test_set_slices
     WHERE test_set_id = :testSetId ORDER BY slice_id`,
    { testSetId },
  );
}

const nameRow = z.object({ sliceId: z.number().int(), testSet: z.string() });

/** Every sealed slice with the name of its test set. */
export function sealedSlices(db: Connection): Map<number, string> {
  const rows = db.all(
    nameRow,
    `SELECT slice_id AS sliceId, test_sets.name AS testSet FROM test_set_slices
     JOIN test_sets ON test_sets.id = test_set_id`,
  );
  return new Map(rows.map(({ sliceId, testSet }) => [sliceId, testSet]));
}

/** SQL for the slices that :modelId must not read yet; see unopenedSlices. Columns slice_id and test_set. */
export const UNOPENED_SLICES = `SELECT slices.id AS slice_id, test_sets.name AS test_set FROM test_set_slices
  JOIN test_sets ON test_sets.id = test_set_slices.test_set_id
  JOIN slices AS sealed ON sealed.id = test_set_slices.slice_id
  JOIN slices ON slices.id = sealed.id OR slices.pixel_sha256 = sealed.pixel_sha256
  WHERE NOT EXISTS (SELECT 1 FROM test_looks
    WHERE test_looks.test_set_id = test_sets.id AND test_looks.model_id = :modelId)`;

/**
 * Slices that a model must not read yet, with the name of the test set that holds them back: those of every set that was
 * not opened with that model, and other files of the same pixels. For null (no model): all sealed ones.
 */
export function unopenedSlices(db: Connection, modelId: number | null): Map<number, string> {
  const rows = db.all(nameRow, `SELECT slice_id AS sliceId, test_set AS testSet FROM (${UNOPENED_SLICES})`, {
    modelId,
  });
  return new Map(rows.map(({ sliceId, testSet }) => [sliceId, testSet]));
}

/** How many of these slices some model has read, in this file or in another of the same pixels. */
export function countPredictedAmong(db: Connection, sliceIds: readonly number[]): number {
  return db.one(
    z.object({ n: z.number().int() }),
    `SELECT count(DISTINCT own.id) AS n FROM slices AS own
     JOIN slices AS twin ON twin.id = own.id OR twin.pixel_sha256 = own.pixel_sha256
     JOIN predictions ON predictions.slice_id = twin.id
     WHERE own.id IN (SELECT value FROM json_each(:ids))`,
    { ids: JSON.stringify(sliceIds) },
  ).n;
}
