import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locateSlice } from '../../../main/services/locate-slice.ts';
import { weightsPath } from '../../../main/services/model-reference.ts';
import { requireOutside } from '../../../main/services/require-outside.ts';
import { summarizeProject } from '../../../main/services/summarize-project.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

// A project folder may come from anybody: whatever paths its database keeps stay where they belong.
let project: ProjectFixture;
let outside: string;
beforeEach(() => {
  project = projectFixture();
  outside = path.join(path.dirname(project.folder), 'outside');
  mkdirSync(path.join(outside, 'study'), { recursive: true });
  writeFileSync(path.join(outside, 'secret.dcm'), 'x');
  project.ctx.store.db.exec(`UPDATE sources SET root = '${path.join(outside, 'study')}'`);
});
afterEach(() => project.remove());

const keep = (sql: string): void => project.ctx.store.db.exec(sql);

test.each(['../secret.dcm', 'x/../../secret.dcm', '/etc/hostname'])('a slice kept at %s is not there', (kept) => {
  keep(`UPDATE files SET relative_path = '${kept}' WHERE id = 1`);
  expect(() => locateSlice(project.ctx, 1)).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('a slice that became a link out of its source is not there; a file of the source is', () => {
  keep("UPDATE files SET relative_path = 'a.dcm' WHERE id = 1");
  copyFileSync(path.join(outside, 'secret.dcm'), path.join(outside, 'study', 'a.dcm'));
  expect(locateSlice(project.ctx, 1).path).toBe(path.join(outside, 'study', 'a.dcm'));
  keep("UPDATE files SET relative_path = 'b.dcm' WHERE id = 1");
  symlinkSync(path.join(outside, 'secret.dcm'), path.join(outside, 'study', 'b.dcm'));
  expect(() => locateSlice(project.ctx, 1)).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('a source on another machine is not asked for', () => {
  keep("UPDATE sources SET root = '//server/share'");
  expect(summarizeProject(project.ctx).sources[0]).toMatchObject({ rootFound: false });
  expect(() => locateSlice(project.ctx, 1)).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('weights outside the project are missing weights', () => {
  writeFileSync(path.join(project.folder, '..', 'w.safetensors'), 'x');
  expect(weightsPath(project.ctx.store.folder, { weightsFile: '../w.safetensors' })).toBeNull();
  writeFileSync(path.join(project.folder, 'models', 'm.safetensors'), 'x');
  const own = path.join(project.folder, 'models', 'm.safetensors');
  expect(weightsPath(project.ctx.store.folder, { weightsFile: path.join('models', 'm.safetensors') })).toBe(own);
  symlinkSync('../../w.safetensors', path.join(project.folder, 'models', 'l.safetensors'));
  expect(weightsPath(project.ctx.store.folder, { weightsFile: 'models/l.safetensors' })).toBeNull();
});

test('nothing is exported into the project, by name or through a link', () => {
  symlinkSync(project.folder, path.join(outside, 'link'));
  for (const file of [path.join(project.folder, 'a.csv'), path.join(outside, 'link', 'new', 'a.csv')]) {
    expect(() => requireOutside(project.ctx, file), file).toThrow('inside the project');
  }
  expect(() => requireOutside(project.ctx, path.join(outside, 'a.csv'))).not.toThrow();
});
