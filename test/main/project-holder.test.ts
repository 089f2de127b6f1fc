import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProjectHolder } from '../../main/app-context.ts';
import { createJobs, type Jobs } from '../../main/jobs.ts';
import { openPreferences, type PreferencesFile } from '../../main/preferences.ts';
import { createProjectHolder } from '../../main/project-holder.ts';
import { openRecentProjects } from '../../main/recent-projects.ts';
import { backUpProject } from '../../main/services/back-up-project.ts';
import { closeProject, createProject, openProject } from '../../main/services/open-project.ts';
import { appendEntry } from '../../main/services/service-context.ts';
import { openSigningKey } from '../../main/signing-key.ts';
import { auditHead } from '../../main/store/audit-log.ts';
import { hasSeenPrediction } from '../../main/store/presentations.ts';
import type { AppEvent } from '../../src/contract/contract.ts';
import type { TrainingRun } from '../../src/contract/training-methods.ts';
import type { ReadingMode } from '../../src/review/reading-mode.ts';
import { projectFixture } from '../support/project-fixture.ts';

let folder: string;
let jobs: Jobs;
let projects: ProjectHolder;
let preferences: PreferencesFile;
const failures: unknown[] = [];
const emitted: AppEvent[] = [];

const madeProject = (name: string): string => {
  const made = path.join(folder, name);
  closeProject(createProject({ folder: made, name }, { appVersion: '0.0.0-test' }));
  return made;
};
const nothingToCompute = {
  request: () => Promise.reject(new Error('Nothing is computed here.')),
  warmUp: () => undefined,
  close: () => undefined,
};

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'overread-holder-')));
  jobs = createJobs({ emit: () => undefined });
  preferences = openPreferences(folder);
  projects = createProjectHolder({
    compute: nothingToCompute,
    jobs,
    recentProjects: openRecentProjects(folder),
    preferences,
    signing: openSigningKey(folder, null),
    appVersion: '0.0.0-test',
    thumbnailFolder: path.join(folder, 'thumbnails'),
    emit: (event) => emitted.push(event),
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

  test('opened for reading only is opened anew, for writing, once the other one is done', async () => {
    const shared = madeProject('shared');
    const other = openProject({ folder: shared }, { appVersion: '0.0.0-test' });
    const before = await projects.open(shared);
    expect(before.context.store.readOnly).toBe(true);
    expect((await projects.open(shared)).context.store.readOnly).toBe(true);
    closeProject(other);
    expect((await projects.open(shared)).context.store.readOnly).toBe(false);
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

test('a remark and a run that is told of while it learns name no file that may tell', async () => {
  const project = projectFixture({ slices: 2, labels: ['haemorrhage', 'none'], readingMode: 'on' });
  project.ctx.store.db.exec("UPDATE files SET relative_path = 'bleed/' || id || '.png'");
  project.ctx.store.close();
  preferences.set({ readerName: 'Ada' });
  const { context } = await projects.open(project.folder);
  emitted.length = 0;
  const reason = '"bleed/1.png" is gone.';
  context.notify({ kind: 'remark', message: `Cross-validation 1 is finished, without a shortcut audit: ${reason}` });
  context.notify({ kind: 'training', run: { reason } as TrainingRun, etaMs: null });
  expect(emitted).toHaveLength(2);
  expect(JSON.stringify(emitted)).not.toContain('bleed');
  expect(JSON.stringify(emitted)).toMatch(/without a shortcut audit: .*slice [0-9a-z]{7}/);
  context.store.db.exec('DROP TABLE reading_modes');
  context.notify({ kind: 'remark', message: reason });
  expect(emitted).toHaveLength(3);
  expect(JSON.stringify(emitted)).not.toContain('bleed');
  expect(failures.splice(0)).toHaveLength(1);
  await projects.close();
  project.remove();
});

describe('a backup that is restored', () => {
  test('ends what works on the project, and the project is open again as it was then', async () => {
    const first = madeProject('first');
    const { context } = await projects.open(first);
    const { path: backup } = backUpProject(context);
    const note = (): number =>
      context.store.transaction(() => appendEntry(context, { event: 'reader-signed-in', reader: 'Ada' }));
    note();
    const { finished } = jobs.start('train', 'Training', slowToStop);
    const { project, kept } = await projects.restore(first, path.basename(backup));
    expect((await finished).status).toBe('done');
    expect(projects.current()).toBe(project);
    expect(project.context.store.readOnly).toBe(false);
    expect(auditHead(project.context.store.db).entries).toBe(2);
    expect(kept).toContain('before-restore');
  });

  test('and cannot be leaves the project open as it was', async () => {
    const first = madeProject('first');
    await projects.open(first);
    await expect(projects.restore(first, 'no-such.db')).rejects.toThrow(/has no backup of the name/);
    expect(projects.require().context.store.readOnly).toBe(false);
    expect(auditHead(projects.require().context.store.db).entries).toBe(1);
  });
});

describe('predictions that are pushed', () => {
  /** A predicted project of a mode, opened by the holder for the reader Ada. */
  async function predicted(readingMode: ReadingMode) {
    const fixture = projectFixture({ slices: 2, probabilities: [0.9, 0.2], readingMode });
    fixture.ctx.store.close();
    preferences.set({ readerName: 'Ada' });
    const { context } = await projects.open(fixture.folder);
    const call = { probability: 0.9, threshold: 0.5, call: 'haemorrhage', cannotTell: false } as const;
    const prediction = { modelId: 1, modelName: 'm1', ...call };
    const push = () => {
      emitted.length = 0;
      context.notify({ kind: 'predicted', sourceId: 1, predictions: [{ sliceId: 1, prediction }] });
      return emitted.flatMap((event) => (event.kind === 'predicted' ? event.predictions : []));
    };
    return { push, seen: () => hasSeenPrediction(context.store.db, 1, 'Ada') };
  }

  test('are sent, and count as seen, only for the source that the window lists', async () => {
    const { push, seen } = await predicted('off');
    projects.showing(2);
    expect(push()).toEqual([]);
    expect(seen()).toBe(false);
    projects.showing(1);
    expect(push()).toHaveLength(1);
    expect(seen()).toBe(true);
  });

  test('are not sent of slices that are hidden from the reader', async () => {
    const { push, seen } = await predicted('on');
    projects.showing(1);
    expect(push()).toEqual([]);
    expect(seen()).toBe(false);
  });
});
