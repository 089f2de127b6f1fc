import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openRecentProjects } from '../../../main/recent-projects.ts';
import { closeProject, createProject } from '../../../main/services/open-project.ts';
import { runOverread } from '../../support/run-overread.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let project: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'overread-purge-'));
  project = path.join(folder, 'P.overread');
  closeProject(createProject({ folder: project, name: 'Heads' }, { appVersion: 'test' }));
  openRecentProjects(path.join(folder, 'app')).remember({ folder: project, name: 'Heads' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const purge = (...args: readonly string[]) =>
  runOverread(['purge', '--project', project, '--user-data', path.join(folder, 'app'), ...args], folder);

it('a project is told of first, kept when another name is given, and gone when its own is', async () => {
  const told = await purge();
  expect(told.code, told.stderr).toBe(1);
  expect(told.stdout).toContain('Nothing was deleted. To delete, run it again with --confirm "Heads".');
  expect((await purge('--confirm', 'heads')).code).toBe(3);
  const unknown = await purge('--study', 'study-00000000000000000000', '--confirm', 'x');
  expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('no files of a study')]);
  expect(existsSync(path.join(project, 'project.db'))).toBe(true);
  expect((await purge('--confirm', 'Heads')).code).toBe(0);
  expect(existsSync(project)).toBe(false);
  expect(openRecentProjects(path.join(folder, 'app')).list()).toEqual([]);
});
