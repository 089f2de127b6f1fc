import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppContext, OpenProject } from '../../../main/app-context.ts';
import { startTraining } from '../../../main/handlers/start-training.ts';
import { createJobs, type Jobs } from '../../../main/jobs.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
let jobs: Jobs;
let app: AppContext;
let open: OpenProject;

beforeEach(() => {
  project = projectFixture({ slices: 0 });
  jobs = createJobs({ emit: () => {} });
  open = { context: project.ctx } as OpenProject;
  const projects: Partial<AppContext['projects']> = { require: () => open, current: () => open };
  app = { jobs, projects, preferences: { get: () => ({ readerName: 'Ada' }) } } as unknown as AppContext;
});
afterEach(async () => {
  jobs.cancelAll();
  await jobs.idle();
  project.remove();
});

const runUntilStopped = () =>
  jobs.start(
    'train',
    'Training',
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
const begin = (prepare: () => Promise<void>) => startTraining(app, prepare, runUntilStopped);
const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

describe('what trains', () => {
  test('is started once by two clicks', async () => {
    const clicks = await Promise.allSettled([begin(soon), begin(soon)]);
    expect(clicks.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(clicks[1]).toMatchObject({ reason: { code: 'busy' } });
    expect(jobs.list()).toHaveLength(1);
    await expect(begin(soon)).rejects.toMatchObject({ code: 'busy' });
  });

  test('is not started where another training began while it was prepared', async () => {
    const ending = begin(async () => {
      runUntilStopped();
    });
    await expect(ending).rejects.toMatchObject({ code: 'busy' });
    expect(jobs.list()).toHaveLength(1);
  });

  test('is not started when another project was opened meanwhile', async () => {
    const ending = begin(async () => {
      open = { context: { ...project.ctx } } as OpenProject;
    });
    await expect(ending).rejects.toMatchObject({ code: 'project-changed' });
    expect(jobs.list()).toEqual([]);
  });

  test('can be started again after a preparation that failed', async () => {
    await expect(begin(() => Promise.reject(new Error('too few')))).rejects.toThrow('too few');
    await expect(begin(soon)).resolves.toMatchObject({ jobId: expect.any(String) });
  });
});
