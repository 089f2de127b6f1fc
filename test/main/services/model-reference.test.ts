import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadModel } from '../../../main/services/model-reference.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { recipeFor } from '../../../src/training/recipe.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({ slices: 2, probabilities: [0.9] });
  const { architecture, preprocessing, settings } = recipeFor('lenet', {}, 1);
  project.ctx.store.db.run(
    'UPDATE training_runs SET architecture_json = :a, preprocessing_json = :p, settings_json = :s',
    { a: JSON.stringify(architecture), p: JSON.stringify(preprocessing), s: JSON.stringify(settings) },
  );
});
afterEach(() => project.remove());

test('a model whose file was deleted is named with the remedy; reading goes on, and it is there again with its file', async () => {
  const { ctx, folder } = project;
  expect(() => loadModel(ctx, 1)).toThrow(/weights of model m1 are gone \(m1\.bin\)\. Put the file back/);
  const { presentationId } = presentSlice(ctx, { sliceId: 1, reader: 'Ada', modelId: 1, predictionVisible: true });
  recordRead(ctx, { presentationId: presentationId ?? 0, intent: 'agree', reason: null, confidence: null });
  expect(await verifyAudit(ctx)).toMatchObject({ kind: 'whole' });
  writeFileSync(path.join(folder, 'm1.bin'), 'weights');
  expect(loadModel(ctx, 1).row.name).toBe('m1');
});
