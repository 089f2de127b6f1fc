import { afterEach, beforeEach, expect, test } from 'vitest';
import { listedSlice, listWorklist } from '../../../main/services/list-worklist.ts';
import { insertPromotion } from '../../../main/store/models.ts';
import { hashOf, type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({ slices: 1, probabilities: [0.9] });
  const { store } = project.ctx;
  store.db.exec(`UPDATE images SET header_json = '{"format":"png","samples":1,"frames":[]}'`);
  store.transaction(() => {
    insertPromotion(store.db, { modelId: 1, reader: 'Ada', note: null, promotedMs: 0 });
    store.db.run(`INSERT INTO training_runs (id, dataset_version_id, split_id, architecture_json, preprocessing_json, settings_json,
       status, epochs_json, started_ms) VALUES (2, 1, 1, '{}', '{}', '{}', 'finished', '[]', 0)`);
    const made = { hash: hashOf(502) };
    store.db.run(`INSERT INTO models VALUES (2, 2, 'm2', 'm2.bin', :hash, 9, 0.5, 1.0, 'ct', 0, 0, NULL, NULL)`, made);
    store.db.run(`INSERT INTO predictions VALUES (2, 1, 0.3, 0.5, 'none', 0)`);
  });
});
afterEach(() => project.remove());

test('predictions and warnings are those of the model that reads for the project', () => {
  const { items, warnings } = listWorklist(project.ctx, { sourceId: 1 });
  expect(items[0]?.prediction).toMatchObject({ modelName: 'm1', probability: 0.9 });
  expect(warnings).toEqual([]);
});

test('or those of the model asked for, whichever reads for the project', () => {
  const { items, warnings } = listWorklist(project.ctx, { sourceId: 1, modelId: 2 });
  expect(items[0]?.prediction).toMatchObject({ modelName: 'm2', probability: 0.3 });
  expect(warnings.join()).toContain('learnt from CT in Hounsfield units only');
});

test('says where slices lie and which have coordinates in common, and names no frame of reference', () => {
  const several = projectFixture({ slices: 5, probabilities: [0.9, 0.9, 0.9, 0.9, 0.9] });
  const { db } = several.ctx.store;
  const orientation = [1, 0, 0, 0, 1, 0];
  const frame = { positionMm: [-4, -6, 10], orientation, spacingMm: { row: 2, column: 1 }, instanceNumber: 1 };
  const uids = ['1.2.777.1', '1.2.777.2', '1.2.777.1', null, null];
  for (const [index, frameOfReferenceUid] of uids.entries()) {
    const header = { samples: 1, rows: 7, columns: 9, frameOfReferenceUid, frames: [{ ...frame, rescale: null }] };
    db.run(
      `UPDATE images SET format = 'dicom', header_json = :header WHERE sha256 = (SELECT sha256 FROM slices WHERE id = :id)`,
      { header: JSON.stringify(header), id: index + 1 },
    );
  }
  db.exec('UPDATE source_slices SET series_index = 7 WHERE slice_id = 5');
  const worklist = listWorklist(several.ctx, { sourceId: 1 });
  const planes = new Map(worklist.items.map(({ sliceId, plane }) => [sliceId, plane]));
  expect(planes.get(1)).toEqual({ frameOfReference: 1, centreMm: [0, 0, 10], orientation });
  // Without a frame of reference a series has one of its own.
  expect([1, 2, 3, 4, 5].map((id) => planes.get(id)?.frameOfReference)).toEqual([1, 2, 1, 4, 5]);
  expect(JSON.stringify(worklist)).not.toContain('777');
  const viewer = { reader: 'Ada', readsBlind: false };
  expect(listedSlice(several.ctx, { sourceId: 1, sliceId: 3, viewer })).not.toHaveProperty('plane');
  several.remove();
});
