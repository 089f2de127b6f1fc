import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProject } from '../../../main/services/open-project.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { disputedSlices } from '../../../main/store/disputed-slices.ts';
import type { Label } from '../../../src/review/label.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({ slices: 3 });
});
afterEach(() => project.remove());

function read(reader: string, sliceId: number, intent: Label): void {
  const shown = { sliceId, modelId: null, predictionVisible: false, reader, readsBlind: false };
  const { presentationId } = presentSlice(project.ctx, shown);
  recordRead(project.ctx, { presentationId: presentationId ?? 0, reason: null, confidence: null, intent });
}

/** The disputes after the project was opened anew. */
function disputesWhenOpened(): number[] {
  project.ctx.store.close();
  const opened = openProject({ folder: project.folder }, { appVersion: '0.1.0' });
  const disputes = disputedSlices(opened.store.db);
  opened.store.close();
  return disputes;
}

test('disputes from before several readers are found anew by the folding of names, once', () => {
  const { db } = project.ctx.store;
  read('Émile', 1, 'haemorrhage');
  read('ÉMILE', 1, 'none');
  read('Ann', 2, 'haemorrhage');
  read('Bob', 2, 'none');
  read('Ann', 3, 'haemorrhage');
  // As a migration by ASCII lower case left them, with a real one missing.
  db.exec(`DELETE FROM settings WHERE key = 'disputes-refolded'; DELETE FROM disputed_slices`);
  db.exec('INSERT INTO disputed_slices VALUES (1)');
  expect(disputesWhenOpened()).toEqual([2]);
  const noted = openProject({ folder: project.folder }, { appVersion: '0.1.0' });
  noted.store.db.exec('INSERT INTO disputed_slices VALUES (3)');
  noted.store.close();
  expect(disputesWhenOpened()).toEqual([2, 3]);
});

test('a project that is open for reading only is left as it is', () => {
  const { db } = project.ctx.store;
  db.exec(`DELETE FROM settings WHERE key = 'disputes-refolded'; INSERT INTO disputed_slices VALUES (3)`);
  project.ctx.store.close();
  const opened = openProject({ folder: project.folder, mode: 'read-only' }, { appVersion: '0.1.0' });
  expect(disputedSlices(opened.store.db)).toEqual([3]);
  opened.store.close();
});
