import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../main/store/open-store.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let project: TemporaryProject;
let folder: string;
beforeEach(() => {
  project = temporaryProject();
  project.context.store.close();
  folder = path.join(project.folder, 'project');
});
afterEach(() => project.remove());

const open = () => openStore({ folder, mode: 'write' });

test('a project of its own files opens', () => {
  open().close();
});

test.each(['project.db', 'writer.lock'])(
  'a project whose %s is a link elsewhere is refused, and nothing is written there',
  (name) => {
    const victim = path.join(project.folder, 'victim');
    if (existsSync(path.join(folder, name))) renameSync(path.join(folder, name), victim);
    else writeFileSync(victim, '');
    const before = readFileSync(victim);
    symlinkSync(victim, path.join(folder, name));
    expect(open).toThrow(expect.objectContaining({ code: 'not-own-file', message: expect.stringContaining(name) }));
    expect(readFileSync(victim).equals(before)).toBe(true);
  },
);

test('a project whose models lie elsewhere, or whose database is a pipe, is refused', () => {
  rmSync(path.join(folder, 'models'), { recursive: true });
  mkdirSync(path.join(project.folder, 'elsewhere'));
  symlinkSync(path.join(project.folder, 'elsewhere'), path.join(folder, 'models'));
  expect(open).toThrow('"models"');
  rmSync(path.join(folder, 'models'));
  rmSync(path.join(folder, 'project.db'));
  execFileSync('mkfifo', [path.join(folder, 'project.db')]);
  expect(open).toThrow('"project.db"');
});
