import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkpointFile, readCheckpointState } from '../../../main/compute/checkpoint-state.ts';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import type { OperationInput, OperationOutput, OperationProgress } from '../../../main/compute/protocol.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import { blobSlices, TINY_NETWORK } from '../../support/blob-slices.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';

// Every run starts TensorFlow anew at low priority, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

/** Batch norm and dropout, so that running statistics and random masks have to come back too. */
const NETWORK: Architecture = {
  ...TINY_NETWORK,
  layers: [
    { kind: 'conv', filters: 6, size: 5 },
    { kind: 'batch-norm' },
    { kind: 'ramp' },
    { kind: 'max-pool', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 12 },
    { kind: 'ramp' },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'dense', units: 2 },
    { kind: 'softmax' },
  ],
};
/** Six steps a round, the last of a few slices. */
const SETTINGS = {
  rounds: 4,
  batchSize: 16,
  learningRate: 5e-3,
  warmUpSteps: 5,
  seed: 1,
  learningRateSchedule: 'cosine' as const,
  weightDecay: 0.01,
  augmentation: { rotateDegrees: 20 },
};
const training = blobSlices(90, 1);
const validation = blobSlices(20, 2);

let hostsFolder: string;
beforeAll(async () => {
  hostsFolder = await bundleComputeHosts('continue', { 'train-host': REAL_HOSTS['train-host'] });
});

const clients: ComputeClient[] = [];
afterAll(() => {
  for (const client of clients) client.close();
});
function newClient(): ComputeClient {
  const client = createComputeClient({ fork: forkChildProcess, hostsFolder });
  clients.push(client);
  return client;
}

type Job = OperationInput<'train'>;
const newFolder = (): string => mkdtempSync(path.join(tmpdir(), 'overread-continue-'));
function job(folder: string, over: Partial<Job> = {}): Job {
  const weightsPath = path.join(folder, 'model.safetensors');
  return { architecture: NETWORK, settings: SETTINGS, training, validation, weightsPath, ...over };
}
const kept = (folder: string, resume: boolean, everyMs = 0) => ({ folder: path.join(folder, 'kept'), everyMs, resume });

/** Starts a run that keeps its state after every step, and kills its process at the given place. */
async function cutOff(folder: string, over: Partial<Job>, member: number, epoch: number, step: number): Promise<void> {
  const client = newClient();
  const isThere = (news: OperationProgress<'train'>): boolean =>
    news.kind === 'checkpoint' && news.member === member && news.epoch === epoch && news.step === step;
  const running = client.request('train', job(folder, { ...over, checkpoint: kept(folder, false) }), {
    onProgress: (news) => {
      if (isThere(news)) client.close();
    },
  });
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  expect(existsSync(path.join(folder, 'model.safetensors'))).toBe(false);
}

const figures = (epochs: OperationOutput<'train'>['epochs']) => epochs.map(({ durationMs: _, ...rest }) => rest);

describe('a training that was cut off', () => {
  it.each([
    ['in the middle of a round', 2, 3],
    ['behind the last step of a round', 1, 6],
  ])('%s gives the same model, bit for bit, as one that was not', async (_where, epoch, step) => {
    const whole = newFolder();
    const expected = await newClient().request('train', job(whole));
    const folder = newFolder();
    await cutOff(folder, {}, 1, epoch, step);
    const place = await readCheckpointState(path.join(folder, 'kept'));
    // Its process may have come a few steps further before it ended.
    expect((place?.epoch ?? 0) * 6 + (place?.step ?? 0)).toBeGreaterThanOrEqual(epoch * 6 + step);
    const continued = await newClient().request('train', job(folder, { checkpoint: kept(folder, true, 30_000) }));
    expect(continued.outcome).toBe('finished');
    expect(continued.weightsSha256).toBe(expected.weightsSha256);
    expect(figures(continued.epochs)).toEqual(figures(expected.epochs));
    expect(continued.heatmapScale).toBe(expected.heatmapScale);
    expect(continued.validationProbabilities).toEqual(expected.validationProbabilities);
  });

  it('in the second network of an ensemble goes on there, with the first as it was', async () => {
    const over = { settings: { ...SETTINGS, rounds: 2, ensemble: { of: 'seeds' as const, count: 2 } } };
    const expected = await newClient().request('train', job(newFolder(), over));
    const folder = newFolder();
    await cutOff(folder, over, 2, 1, 2);
    expect(readdirSync(path.join(folder, 'kept'))).toContain('member-1.safetensors');
    const client = newClient();
    const members = new Set<number | undefined>();
    const continued = await client.request('train', job(folder, { ...over, checkpoint: kept(folder, true) }), {
      onProgress: (news) => {
        if (news.kind === 'step') members.add(news.member);
      },
    });
    expect([...members]).toEqual([2]);
    expect(continued.weightsSha256).toBe(expected.weightsSha256);
    expect(figures(continued.epochs)).toEqual(figures(expected.epochs));
  });

  it('keeps what its checkpoint has when it is to learn no more', async () => {
    const folder = newFolder();
    await cutOff(folder, {}, 1, 2, 3);
    const checkpoint = { ...kept(folder, true), stopAtOnce: true };
    const ended = await newClient().request('train', job(folder, { checkpoint }));
    expect(ended).toMatchObject({ outcome: 'stopped', reason: null });
    expect(ended.epochs).toHaveLength(1);
    expect(existsSync(path.join(folder, 'model.safetensors'))).toBe(true);
  });

  it('is not continued with other slices, other settings, or a checkpoint that is damaged or gone', async () => {
    const folder = newFolder();
    await cutOff(folder, {}, 1, 1, 2);
    const go = (over: Partial<Job> = {}) =>
      newClient().request('train', job(folder, { checkpoint: kept(folder, true), ...over }));
    const refused = (words: RegExp) => ({ code: 'checkpoint-unusable', message: expect.stringMatching(words) });
    const others = /slices or settings are not those/;
    await expect(go({ training: blobSlices(90, 7) })).rejects.toMatchObject(refused(others));
    await expect(go({ settings: { ...SETTINGS, seed: 2 } })).rejects.toMatchObject(refused(others));
    const file = checkpointFile(path.join(folder, 'kept'));
    const bytes = readFileSync(file);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length - 5] = (flipped[bytes.length - 5] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    await expect(go()).rejects.toMatchObject(refused(/damaged.*not those that were written.*Discard it/));
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    await expect(go()).rejects.toMatchObject(refused(/damaged/));
    writeFileSync(file, '');
    await expect(go()).rejects.toMatchObject(refused(/damaged/));
    expect(await readCheckpointState(path.join(folder, 'kept'))).toBeNull();
    const nowhere = { folder: path.join(folder, 'nowhere'), everyMs: 0, resume: true };
    await expect(go({ checkpoint: nowhere })).rejects.toMatchObject(refused(/cannot be read/));
  });
});

it('goes on learning, and says why, where a checkpoint cannot be written', async () => {
  const folder = newFolder();
  // A folder where the file is to be cannot be replaced by it.
  mkdirSync(checkpointFile(path.join(folder, 'kept')), { recursive: true });
  const told: (string | null)[] = [];
  const done = await newClient().request('train', job(folder, { checkpoint: kept(folder, false) }), {
    onProgress: (news) => {
      if (news.kind === 'checkpoint') told.push(news.error);
    },
  });
  expect(done.outcome).toBe('finished');
  expect(told).toHaveLength(24);
  expect(told[0]).toMatch(/EISDIR|ENOTEMPTY|EPERM/);
  expect(readdirSync(path.join(folder, 'kept'))).toEqual(['checkpoint.safetensors']);
});

it('writes a checkpoint no more often than it is asked to', async () => {
  const folder = newFolder();
  const news: number[] = [];
  await newClient().request('train', job(folder, { checkpoint: kept(folder, false, 60_000) }), {
    onProgress: ({ kind }) => {
      if (kind === 'checkpoint') news.push(performance.now());
    },
  });
  expect(news.length).toBeLessThanOrEqual(1);
});

// Windows cannot suspend a process by a signal.
it.skipIf(process.platform === 'win32')('goes on after its process slept, to the same bits', async () => {
  const expected = await newClient().request('train', job(newFolder()));
  let pid = 0;
  const client = createComputeClient({
    fork: (host, modulePath, args) => {
      const child = forkChildProcess(host, modulePath, args);
      pid = child.pid ?? 0;
      return child;
    },
    hostsFolder,
  });
  clients.push(client);
  let slept = false;
  const done = await client.request('train', job(newFolder()), {
    onProgress: () => {
      if (slept) return;
      slept = true;
      process.kill(pid, 'SIGSTOP');
      setTimeout(() => process.kill(pid, 'SIGCONT'), 2000);
    },
  });
  expect(slept).toBe(true);
  expect(done.weightsSha256).toBe(expected.weightsSha256);
});
