import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeProject, createProject, openProject, projectFolderFor } from '../../../main/services/open-project.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { summarizeProject } from '../../../main/services/summarize-project.ts';
import { auditEntry } from '../../../main/store/audit-log.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { runningRunIds } from '../../../main/store/training-runs.ts';
import { DEVICE_NAME } from '../../../src/study/network-path.ts';
import { projectFixture } from '../../support/project-fixture.ts';

const PARTS = { appVersion: '0.1.0', computer: 'reading-room' };
let parent: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'overread-open-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('a new project', () => {
  test('is made whole with its first entry, which does not tell its name', () => {
    const folder = projectFolderFor(parent, 'Smith: heads');
    const ctx = createProject({ folder, name: 'Smith: heads', synthetic: true }, PARTS);
    expect(summarizeProject(ctx)).toMatchObject({ folder, name: 'Smith: heads', synthetic: true, readOnly: false });
    expect(auditEntry(ctx.store.db, 1)).toMatchObject({ event: 'project-created', computer: 'reading-room' });
    expect(JSON.stringify(auditEntry(ctx.store.db, 1))).not.toContain('Smith');
    closeProject(ctx);
    expect(readdirSync(parent)).toEqual(['Smith- heads.overread']);
  });

  test('may be made in an empty folder, not over a project or beside other files', () => {
    const folder = path.join(parent, 'p');
    mkdirSync(folder);
    closeProject(createProject({ folder, name: 'P' }, PARTS));
    expect(() => createProject({ folder, name: 'P' }, PARTS)).toThrow('already');
    const other = path.join(parent, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, 'letter.txt'), 'x');
    expect(() => createProject({ folder: other, name: 'P' }, PARTS)).toThrow('not empty');
    expect(readdirSync(other)).toEqual(['letter.txt']);
    expect(() => createProject({ folder: path.join(parent, 'q'), name: ' ' }, PARTS)).toThrow('name');
    expect(existsSync(path.join(parent, 'q'))).toBe(false);
  });

  test.each(['con', 'NUL', 'Com1.heads'])('of the name %s has no folder on Windows, where that is a device', (name) => {
    const project = { folder: projectFolderFor(parent, name), name };
    const failure = expect.objectContaining({ code: 'device-name', message: DEVICE_NAME });
    expect(() => createProject(project, PARTS, 'win32')).toThrow(failure);
    expect(readdirSync(parent)).toEqual([]);
    closeProject(createProject(project, PARTS, 'linux'));
    expect(readdirSync(parent)).toEqual([`${name}.overread`]);
  });

  test('that was never finished is not a project', () => {
    const folder = path.join(parent, 'half');
    openStore({ folder, mode: 'create' }).close();
    expect(() => openProject({ folder }, PARTS)).toThrow('There is no Overread project');
  });

  test('has a folder that every file system can name', () => {
    expect(path.basename(projectFolderFor(parent, '..'))).toBe('project.overread');
    expect(path.basename(projectFolderFor(parent, 'a/b\\c:d'))).toBe('a-b-c-d.overread');
  });
});

test('a training run that a crash left running is ended when the project is opened for writing, not for reading', () => {
  const project = projectFixture();
  const { db } = project.ctx.store;
  db.run(`INSERT INTO training_runs (id, dataset_version_id, split_id, architecture_json, preprocessing_json, settings_json, status,
    epochs_json, started_ms) VALUES (2, 1, 1, '{}', '{}', '{}', 'running', '[]', 0)`);
  closeProject(openProject({ folder: project.folder, mode: 'read-only' }, PARTS));
  expect(runningRunIds(db)).toEqual([2]);
  closeProject(project.ctx);
  const opened = openProject({ folder: project.folder }, PARTS);
  expect(runningRunIds(opened.store.db)).toEqual([]);
  expect(auditEntry(opened.store.db, 3)).toMatchObject({ event: 'training-ended', run: 2, outcome: 'failed' });
  closeProject(opened);
  project.remove();
});

describe('a project that is open for reading only', () => {
  test('shows slices without recording it, counts its slices and refuses reads with the reason', () => {
    const project = projectFixture({ labels: ['none', 'haemorrhage'], probabilities: [0.9] });
    const reading = openProject({ folder: project.folder }, PARTS);
    const shown = presentSlice(reading, { sliceId: 1, reader: 'Ada', modelId: 1, predictionVisible: true });
    expect(shown).toMatchObject({ presentationId: null, prediction: { probability: 0.9, call: 'haemorrhage' } });
    expect(summarizeProject(reading)).toMatchObject({
      readOnly: true,
      sources: [{ slices: 3, unread: 3, refused: 0, rootFound: false }],
      currentModel: null,
    });
    const read = { presentationId: 1, intent: 'none', reason: null, confidence: null } as const;
    expect(() => recordRead(reading, read)).toThrow('Close the other one');
    closeProject(reading);
    project.remove();
  });
});
