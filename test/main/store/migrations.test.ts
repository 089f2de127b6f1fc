import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MIGRATIONS } from '../../../main/store/migrations.ts';
import { openStore, type Store } from '../../../main/store/open-store.ts';
import { predictionsOfModel } from '../../../main/store/predictions.ts';
import { findProject } from '../../../main/store/project.ts';
import { countSplitParts, findSplit } from '../../../main/store/splits.ts';

let folder: string;
let store: Store | null = null;

const HASH = 'ab'.repeat(32);
/** A data set version of two slices, with a split, a run, its model and what that said, as the first release wrote them. */
const RELEASED = `
INSERT INTO project VALUES (1, 'u', 'Old heads', 4, x'${'07'.repeat(32)}', 0);
INSERT INTO images VALUES ('${HASH}', 10, 'png', '{}');
INSERT INTO slices (id, sha256, frame, pixel_sha256, study_pseudonym, series_pseudonym)
  VALUES (1, '${HASH}', 0, '${HASH}', 's', 's'), (2, '${HASH}', 1, NULL, 's', 's');
INSERT INTO dataset_versions VALUES (1, 'v1', NULL, '${HASH}', '{}', 5);
INSERT INTO splits VALUES (1, 1, 7, 0.25, 0.2, 5);
INSERT INTO split_slices VALUES (1, 1, 'g', 'training'), (1, 2, 'h', 'held-out');
INSERT INTO training_runs VALUES (1, 1, 1, '{}', '{}', '{}', 'finished', NULL, '[]', 5, 6);
INSERT INTO models VALUES (1, 1, 'compact-1', 'one.safetensors', '${HASH}', 9, 0.5, 1, 'png', 0, 6);
INSERT INTO predictions VALUES (1, 1, 0.25, 0.5, 'none', 7), (1, 2, 0.75, 0.5, 'haemorrhage', 7);
`;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'overread-migrations-')), 'old.overread');
  mkdirSync(path.join(folder, 'models'), { recursive: true });
  const released = new Database(path.join(folder, 'project.db'));
  for (const sql of MIGRATIONS.slice(0, 2)) released.exec(sql);
  released.exec(RELEASED);
  released.exec('PRAGMA user_version = 2');
  released.close();
});
afterEach(() => {
  store?.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

const upgraded = (): Store['db'] => {
  store = openStore({ folder, mode: 'write' });
  return store.db;
};

const modelRow = z.object({
  name: z.string(),
  status: z.string(),
  temperature: z.number().nullable(),
  source_ids_json: z.string().nullable(),
});
const versionRow = z.object({ user_version: z.number() });

/** A row in each table that later migrations made. */
const LATER = `
INSERT INTO near_duplicates (slice_a, slice_b, kind, changes_json, score, found_ms) VALUES (1, 2, 'resized', '[]', 0.9, 8);
INSERT INTO cross_validations (dataset_version_id, recipes_json, folds, repeats, grouping, seed, status, started_ms)
  VALUES (1, '[]', 2, 1, 'near-duplicates', 1, 'running', 8);
INSERT INTO cross_validation_slices VALUES (1, 0, 1, 'g', 0, NULL);
INSERT INTO cross_validation_choices VALUES (1, 0, 0, 0, '[]');
INSERT INTO shortcut_audits (dataset_version_id, features_version, seed, slice_ids_json, blocked, distributions_json, created_ms)
  VALUES (1, 1, 1, '[1]', 'too few', '{}', 8);
INSERT INTO heatmap_checks (model_id, seed, slices, missing, methods_json, checked_ms) VALUES (1, 1, 1, 0, '[]', 8);
INSERT INTO study_calls VALUES (1, 's', 'Ada', 'call', NULL, 'none', '[]', NULL, NULL, 0, 8, 1);
INSERT INTO mark_acts (slice_id, reader, kind, shape_json, figures_json, recorded_ms, audit_sequence)
  VALUES (1, 'Ada', 'added', '{}', '{}', 8, 1);
INSERT INTO test_sets VALUES (1, 'T1', '${HASH}', 1, '{}', '{}', 0, NULL, 8);
INSERT INTO test_looks VALUES (1, 1, 1, 1, NULL, 9, 1, '{}');
`;

describe('a project of the first release', () => {
  it('opens in the newest layout with its split, run, model and predictions as they were', () => {
    const db = upgraded();
    expect(findProject(db)).toMatchObject({ name: 'Old heads', createdMs: 4, doubtWidth: 0.25 });
    expect(findSplit(db, 1)).toMatchObject({ seed: 7, heldOutFraction: 0.25, validationFraction: 0.2 });
    expect(countSplitParts(db, 1)).toMatchObject({ training: 1, 'held-out': 1 });
    const rows = [...predictionsOfModel(db, 1).values()];
    expect(rows.map(({ sliceId, probability, call }) => [sliceId, probability, call])).toEqual([
      [1, 0.25, 'none'],
      [2, 0.75, 'haemorrhage'],
    ]);
    expect(
      db.all(
        modelRow,
        'SELECT name, status, temperature, source_ids_json FROM models JOIN training_runs ON training_runs.id = training_run_id',
      ),
    ).toEqual([{ name: 'compact-1', status: 'finished', temperature: null, source_ids_json: null }]);
    store?.close();
    expect(upgraded().one(versionRow, 'PRAGMA user_version').user_version).toBe(MIGRATIONS.length);
  });
});

describe('what later migrations keep', () => {
  it.each([
    'near_duplicates',
    'cross_validations',
    'cross_validation_slices',
    'cross_validation_choices',
    'shortcut_audits',
    'heatmap_checks',
    'study_calls',
    'mark_acts',
    'test_looks',
  ])('is neither taken out of %s nor replaced', (table) => {
    const db = upgraded();
    db.exec(LATER);
    expect(() => db.run(`DELETE FROM ${table}`)).toThrow(/kept|taken away|for good/);
    expect(() => db.run(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow(
      /kept|taken away|for good|counted/,
    );
  });

  it('counts looks without taking the place of an earlier one', () => {
    const db = upgraded();
    db.exec(LATER);
    const second = "INSERT OR REPLACE INTO test_looks VALUES (1, 1, 2, 1, NULL, 10, 1, '{}')";
    expect(() => db.run(second)).toThrow(/for good/);
  });

  it('takes the changes that a cross-validation makes as it goes', () => {
    const db = upgraded();
    db.exec(LATER);
    db.run('UPDATE cross_validation_slices SET probability = 0.5');
    db.run("UPDATE cross_validations SET status = 'finished', shortcuts_json = '{}', finished_ms = 9");
    db.run("UPDATE near_duplicates SET status = 'rejected', reader = 'Ada', judged_ms = 9");
    expect(() => db.run('UPDATE cross_validation_slices SET probability = 0.6')).toThrow(/are kept/);
  });
});
