import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readCheckpointState } from '../../../main/compute/checkpoint-state.ts';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { ComputeRefusal } from '../../../main/compute/compute-errors.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { discardCheckpoint, newestContinuable, prepareContinuation } from '../../../main/services/continue-training.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { listModels, listTrainingRuns } from '../../../main/services/list-models.ts';
import { closeProject, openProject } from '../../../main/services/open-project.ts';
import { prepareTraining } from '../../../main/services/prepare-training.ts';
import { checkpointFolder } from '../../../main/services/run-checkpoint.ts';
import type { ServiceContext } from '../../../main/services/service-context.ts';
import { runTraining } from '../../../main/services/train-network.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditEntries } from '../../../main/store/audit-log.ts';
import { listModelRows } from '../../../main/store/models.ts';
import { importBlobSource } from '../../support/blob-source.ts';
import { bundleChildScript, runChildScript } from '../../support/child-script.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { isAlive } from '../../support/is-alive.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

// Every run starts TensorFlow anew at low priority, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const SETTINGS = { rounds: 3, seed: 5, batchSize: 8 };
let project: TemporaryProject;
let context: ServiceContext;
let hostsFolder: string;
let compute: ComputeClient;
let trainers: number[];
/** The weights that a run that nothing interrupts gives. */
let expected: string;

function newCompute(): ComputeClient {
  trainers = [];
  return createComputeClient({
    fork: (host, modulePath, args) => {
      const child = forkChildProcess(host, modulePath, args);
      if (host === 'train') trainers.push(child.pid ?? 0);
      return child;
    },
    hostsFolder,
  });
}

const open = (): ServiceContext =>
  openProject(
    { folder: path.join(project.folder, 'project') },
    { appVersion: '0.0.0-test', notify: (event) => project.events.push(event) },
  );
const events = () => auditEntries(context.store.db).map(({ entryJson }) => JSON.parse(entryJson));
const eventsOf = (run: number) => events().filter((entry) => entry.run === run);
const weightsOf = (run: number) => listModelRows(context.store.db).find(({ runId }) => runId === run)?.weightsSha256;
const runOf = (id: number) => listTrainingRuns(context).find((run) => run.id === id);
const start = (settings: object = SETTINGS) =>
  prepareTraining(context, { datasetId: 1, architecture: 'compact', settings, reader: 'Ada' });

beforeAll(async () => {
  project = temporaryProject();
  ({ context } = project);
  hostsFolder = await bundleComputeHosts('continue-service', REAL_HOSTS);
  compute = newCompute();
  await importBlobSource(project, compute, { name: 'home', count: 40, seed: 1 });
  await findNearDuplicates(context, compute, { reader: null });
  freezeDataset(context, { note: null });
  await runTraining(context, compute, start());
  expected = weightsOf(1) ?? '';
  expect(expected).toMatch(/^[0-9a-f]{64}$/);
});
afterAll(() => {
  compute.close();
  closeProject(context);
  project.remove();
});

/** Waits until a run's checkpoint is of this round or a later one. */
async function keptRound(run: number, epoch: number): Promise<void> {
  const folder = checkpointFolder(context, run);
  for (;;) {
    const state = await readCheckpointState(folder);
    if (state && state.epoch >= epoch) return;
    await wait(20);
  }
}

describe('a run whose app was killed', () => {
  it('is offered when the project is opened again, and goes on to the same bits, with the log to say so', async () => {
    closeProject(context);
    const script = await bundleChildScript('test/support/training-process.ts');
    const folder = path.join(project.folder, 'project');
    const app = runChildScript(script, [folder, hostsFolder, JSON.stringify(SETTINGS)]);
    await app.waitForLines(1);
    await keptRound(2, 2);
    await app.kill();
    expect(app.lines).toEqual(['started']);

    context = open();
    expect(runOf(2)).toMatchObject({ status: 'failed', continuable: true, modelId: null });
    expect(runOf(2)?.reason).toMatch(/can be continued from its last checkpoint/);
    expect(newestContinuable(context)?.id).toBe(2);
    const prepared = await prepareContinuation(context, { runId: 2, reader: 'Ben' });
    expect(prepared.remarks[0]).toMatch(/^Run 2 goes on from round [23], step \d+\.$/);
    expect(runOf(2)).toMatchObject({ status: 'running', continuable: false });
    expect(runOf(2)?.epochs.length).toBeGreaterThanOrEqual(1);
    await runTraining(context, compute, prepared);

    expect(runOf(2)).toMatchObject({ status: 'finished', continuable: false });
    expect(weightsOf(2)).toBe(expected);
    const plain = (id: number) => runOf(id)?.epochs.map(({ durationMs: _, ...rest }) => rest);
    expect(plain(2)).toEqual(plain(1));
    expect(existsSync(checkpointFolder(context, 2))).toBe(false);
    expect(eventsOf(2).map(({ event, outcome, why, reader }) => ({ event, outcome, why, reader }))).toEqual([
      { event: 'training-started', reader: 'Ada' },
      { event: 'training-ended', outcome: 'failed', reader: null },
      { event: 'training-continued', why: 'interrupted', reader: 'Ben' },
      { event: 'training-ended', outcome: 'finished', reader: 'Ben' },
    ]);
    expect((await verifyAudit(context)).kind).toBe('whole');
  });
});

describe('a run whose trainer crashes', () => {
  it('goes on from its checkpoint by itself, once, to the same bits', async () => {
    const prepared = start();
    const { id } = prepared.run;
    compute.close();
    compute = newCompute();
    const running = runTraining(context, compute, prepared, { checkpointEveryMs: 0 });
    await keptRound(id, 2);
    process.kill(trainers[0] ?? 0, 'SIGKILL');
    await running;
    expect(trainers).toHaveLength(2);
    expect(runOf(id)).toMatchObject({ status: 'finished', continuable: false });
    expect(weightsOf(id)).toBe(expected);
    expect(eventsOf(id).map(({ event, why }) => why ?? event)).toEqual([
      'training-started',
      'crashed',
      'training-ended',
    ]);
    expect(project.events).toContainEqual({ kind: 'remark', message: expect.stringMatching(/goes on from round/) });
  });

  it('twice is refused, and can be continued or given up by a person', async () => {
    const prepared = start();
    const { id } = prepared.run;
    compute.close();
    compute = newCompute();
    const running = runTraining(context, compute, prepared, { checkpointEveryMs: 0 });
    await keptRound(id, 2);
    process.kill(trainers[0] ?? 0, 'SIGKILL');
    await expect.poll(() => trainers.length, { timeout: 60_000 }).toBe(2);
    process.kill(trainers[1] ?? 0, 'SIGKILL');
    await running;
    expect(runOf(id)).toMatchObject({ status: 'failed', continuable: true });
    expect(runOf(id)?.reason).toMatch(/ended by itself, twice.*can be continued from its checkpoint/);

    discardCheckpoint(context, { runId: id, reader: 'Ben' });
    expect(runOf(id)).toMatchObject({ status: 'failed', continuable: false });
    expect(existsSync(checkpointFolder(context, id))).toBe(false);
    expect(eventsOf(id).at(-1)).toMatchObject({ event: 'checkpoint-discarded', reader: 'Ben' });
    const refused = { code: 'not-continuable' };
    await expect(prepareContinuation(context, { runId: id, reader: null })).rejects.toMatchObject(refused);
    expect(() => discardCheckpoint(context, { runId: id, reader: null })).toThrow(/has no checkpoint/);
  });
});

describe('a run that is stopped', () => {
  it('keeps what its checkpoint has when its process does not answer', async () => {
    const prepared = start({ ...SETTINGS, rounds: 500 });
    const { id } = prepared.run;
    compute.close();
    compute = newCompute();
    const stop = new AbortController();
    const running = runTraining(context, compute, prepared, { checkpointEveryMs: 0, signal: stop.signal });
    await keptRound(id, 2);
    const [trainer = 0] = trainers;
    process.kill(trainer, 'SIGSTOP');
    const asked = performance.now();
    stop.abort();
    await expect.poll(() => isAlive(trainer), { timeout: 10_000, interval: 20 }).toBe(false);
    // 0.8 s, and what a busy machine adds.
    expect(performance.now() - asked).toBeLessThan(6000);
    await running;
    expect(runOf(id)).toMatchObject({ status: 'stopped', continuable: false, modelId: expect.any(Number) });
    expect(runOf(id)?.reason).toMatch(/^Stopped; what was learnt until round \d+, step \d+ is kept\.$/);
    expect(listModels(context)[0]).toMatchObject({ runId: id, weightsFound: true });
  });
});

it('removes checkpoints that belong to nothing when a project is opened', () => {
  const all = path.dirname(checkpointFolder(context, 1));
  mkdirSync(checkpointFolder(context, 1), { recursive: true });
  mkdirSync(path.join(all, 'run-99'));
  cpSync(path.join(project.folder, 'home'), path.join(all, 'something'), { recursive: true });
  closeProject(context);
  context = open();
  expect(readdirSync(all)).toEqual([]);
});

it('keeps its state every half a minute unless it is told otherwise', async () => {
  const everyMs: unknown[] = [];
  const asked = z.object({ checkpoint: z.object({ everyMs: z.number() }) });
  const watched: ComputeClient = {
    ...compute,
    request: (name, input, options) => {
      if (name !== 'train') return compute.request(name, input, options);
      everyMs.push(asked.parse(input).checkpoint.everyMs);
      return Promise.reject(new ComputeRefusal('not-now', 'Nothing is learnt here.'));
    },
  };
  await runTraining(context, watched, start());
  await runTraining(context, watched, start(), { checkpointEveryMs: 7 });
  expect(everyMs).toEqual([30_000, 7]);
});
