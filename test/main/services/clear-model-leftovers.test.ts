import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeProject, openProject } from '../../../main/services/open-project.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;

beforeEach(() => {
  project = projectFixture();
});
afterEach(() => project.remove());

const reopened = (mode: 'write' | 'read-only'): string[] => {
  const context = openProject({ folder: project.folder, mode }, { appVersion: '0.1.0' });
  closeProject(context);
  return readdirSync(context.store.modelsFolder).sort();
};

describe('opening a project', () => {
  it('removes the weights of a run that left no model, and nothing else', () => {
    const { db, modelsFolder } = project.ctx.store;
    const run = (id: number, status: string): void => {
      db.run(
        `INSERT INTO training_runs (id, dataset_version_id, split_id, architecture_json, preprocessing_json, settings_json,
           status, epochs_json, started_ms) VALUES (:id, 1, 1, '{}', '{}', '{}', :status, '[]', 0)`,
        { id, status },
      );
    };
    run(2, 'failed');
    run(3, 'finished');
    db.run(`INSERT INTO models SELECT 2, 3, 'lenet-3', 'models/lenet-3.safetensors', weights_sha256, 9, 0.5, 1, 'png', 0, 0, NULL, NULL
      FROM models`);
    for (const name of ['lenet-2', 'lenet-3', 'lenet-77', 'mine']) {
      writeFileSync(path.join(modelsFolder, `${name}.safetensors`), 'weights');
    }
    closeProject(project.ctx);
    const all = ['lenet-2.safetensors', 'lenet-3.safetensors', 'lenet-77.safetensors', 'mine.safetensors'];
    expect(reopened('read-only')).toEqual(all);
    expect(reopened('write')).toEqual(all.slice(1));
  });
});
