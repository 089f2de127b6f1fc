import { afterEach, beforeEach, expect, test } from 'vitest';
import { listWorklist } from '../../../main/services/list-worklist.ts';
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
