import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WorklistRow, worklistRows } from '../../../main/store/worklist-rows.ts';
import { hashOf, type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

const frame = (instanceNumber: number, toHu: boolean) => ({
  positionMm: [0, 0, instanceNumber],
  orientation: [1, 0, 0, 0, 1, 0],
  instanceNumber,
  rescale: { slope: 1, intercept: -1024, toHu },
  spacingMm: { row: 0.5, column: 0.25 },
});

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({ slices: 5, probabilities: [0.5, 0.6, 0.7, 0.8, 0.9] });
  const { db } = project.ctx.store;
  const header = {
    samples: 1,
    rows: 8,
    columns: 9,
    frameOfReferenceUid: '1.2.9',
    frames: [frame(1, true), frame(2, false)],
  };
  const colour = {
    samples: 3,
    frames: [{ positionMm: null, orientation: null, instanceNumber: 9, rescale: null, spacingMm: null }],
  };
  // Slices 1 to 3 are frames of one file, the last of which it does not describe; slice 4 is a file in colour.
  db.run(`UPDATE slices SET frame = id - 1, sha256 = (SELECT sha256 FROM slices WHERE id = 1) WHERE id <= 3`);
  for (const [id, described] of [
    [1, header],
    [4, colour],
  ] as const) {
    db.run(
      `UPDATE images SET format = 'dicom', header_json = :header WHERE sha256 = (SELECT sha256 FROM slices WHERE id = :id)`,
      { header: JSON.stringify(described), id },
    );
  }
  db.run(`UPDATE images SET format = 'png', header_json = '{"samples":1,"frames":[{"instanceNumber":7}]}'
    WHERE sha256 = (SELECT sha256 FROM slices WHERE id = 5)`);
});
afterEach(() => project.remove());

const FACTS = [
  [1, 'dicom', 1, frame(1, true)],
  [2, 'dicom', 1, frame(2, false)],
  [3, 'dicom', 1, null],
  [4, 'dicom', 3, { positionMm: null, orientation: null, instanceNumber: 9, rescale: null, spacingMm: null }],
  [5, 'png', null, null],
] as const;

const factsOf = ({ sliceId, format, fileFacts, frameFacts }: WorklistRow) => [
  ...[sliceId, format, fileFacts?.samples ?? null, frameFacts],
];

test('each row has the facts of its own frame', () => {
  const rows = worklistRows(project.ctx.store.db, 1, null);
  expect(rows.map(factsOf)).toEqual(FACTS);
});

test('each row has the size and the frame of reference of its file, a PNG none', () => {
  const rows = worklistRows(project.ctx.store.db, 1, null);
  expect(rows.map(({ fileFacts }) => fileFacts && { ...fileFacts, samples: 0 })).toEqual([
    ...Array.from({ length: 3 }, () => ({ samples: 0, rows: 8, columns: 9, frameOfReferenceUid: '1.2.9' })),
    { samples: 0, rows: null, columns: null, frameOfReferenceUid: null },
    null,
  ]);
});

test.each(FACTS)('and so when slice %i is asked for alone', (...facts) => {
  const rows = worklistRows(project.ctx.store.db, 1, null, facts[0]);
  expect(rows.map(factsOf)).toEqual([facts]);
});

test('no prediction of a slice that is sealed from the model, nor of another file with its pixels, until the set is opened', () => {
  const { store } = project.ctx;
  const { db } = store;
  const probabilities = (modelId: number | null = 1) => worklistRows(db, 1, modelId).map((row) => row.probability);
  expect(probabilities()).toEqual([0.5, 0.6, 0.7, 0.8, 0.9]);
  store.transaction(() => {
    db.exec('UPDATE slices SET pixel_sha256 = (SELECT pixel_sha256 FROM slices WHERE id = 4) WHERE id = 5');
    db.exec(`INSERT INTO test_sets VALUES (1, 'T1', '${hashOf(1)}', 1, '{}', '{}', 0, NULL, 8)`);
    db.exec(`INSERT INTO test_set_slices VALUES (4, 1, 'none', 'k')`);
  });
  expect(probabilities()).toEqual([0.5, 0.6, 0.7, null, null]);
  expect(worklistRows(db, 1, 1, 5).map(({ probability }) => probability)).toEqual([null]);
  expect(probabilities(null)).toEqual([null, null, null, null, null]);
  store.transaction(() => db.exec(`INSERT INTO test_looks VALUES (1, 1, 1, 1, NULL, 9, 1, '{}')`));
  expect(probabilities()).toEqual([0.5, 0.6, 0.7, 0.8, 0.9]);
});
