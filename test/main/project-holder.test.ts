import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProjectHolder } from '../../main/app-context.ts';
import { createJobs, type Jobs } from '../../main/jobs.ts';
import { openPreferences } from '../../main/preferences.ts';
import { createProjectHolder } from '../../main/project-holder.ts';
import { openRecentProjects } from '../../main/recent-projects.ts';
import { closeProject, createProject } from '../../main/services/open-project.ts';

let folder: string;
let jobs: Jobs;
let projects: ProjectHolder;
const failures: unknown[] = [];

const madeProject = (name: string): string => {
  const made = path.join(folder, name);
  closeProject(createProject({ folder: made, name }, { appVersion: '0.0.0-test' }));
  return made;
};
const nothingToCompute = {
  request: () => Promise.reject(new Error('Nothing is computed here.')),
  close: () => undefined,
};

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'overread-holder-')));
  jobs = createJobs({ emit: () => undefined });
  projects = createProjectHolder({
    compute: nothingToCompute,
    jobs,
    recentProjects: openRecentProjects(folder),
    preferences: openPreferences(folder),
    appVersion: '0.0.0-test',
    thumbnailFolder: path.join(folder, 'thumbnails'),
    emit: () => undefined,
    onFailure: (_where, error) => failures.push(error),
  });
});
afterEach(async () => {
  await projects.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Work that takes a moment to stop, as a training run does. */
const slowToStop = async ({ signal }: { signal: AbortSignal }): Promise<void> => {
  while (!signal.aborted) await wait(5);
  await wait(30);
};

describe('the project of the window', () => {
  test('asked for twice while the one before it closes is opened once, for writing', async () => {
    const [first, next] = [madeProject('first'), madeProject('next')];
    await projects.open(first);
    jobs.start('train', 'Training', slowToStop);
    const [once, again] = await Promise.all([projects.open(next), projects.open(next)]);
    expect(once.context.store.readOnly).toBe(false);
    expect(again).toBe(once);
    expect(projects.current()).toBe(once);
  });

  test('is the one asked for last, and those before it are closed', async () => {
    const [first, second, third] = [madeProject('first'), madeProject('second'), madeProject('third')];
    await projects.open(first);
    jobs.start('train', 'Training', slowToStop);
    await Promise.all([projects.open(second), projects.open(third)]);
    expect(projects.require().context.store.folder).toBe(third);
    for (const closed of [first, second]) expect((await projects.open(closed)).context.store.readOnly).toBe(false);
  });

  test('closes only when work that was begun meanwhile has ended too', async () => {
    const { context } = await projects.open(madeProject('first'));
    jobs.start('train', 'Training', slowToStop);
    const closing = projects.close();
    const { finished } = jobs.start('predict', 'Predicting', async (handle) => {
      await slowToStop(handle);
      context.store.transaction(() => undefined);
    });
    await closing;
    expect(projects.current()).toBeNull();
    expect((await finished).status).toBe('done');
  });
});
