import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import type { OperationInput, OperationOutput, OperationProgress } from '../../../main/compute/protocol.ts';
import { heatmapToSlice } from '../../../src/prediction/heatmap-geometry.ts';
import { blobSlices, TINY_NETWORK } from '../../support/blob-slices.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';

// Every run starts TensorFlow anew at low priority, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const SIDE = TINY_NETWORK.resizeSide;
const SETTINGS = { rounds: 12, batchSize: 16, learningRate: 5e-3, warmUpSteps: 5, seed: 1 };
const folder = mkdtempSync(path.join(tmpdir(), 'overread-train-'));
const training = blobSlices(96, 1);
const validation = blobSlices(32, 2);
const unseen = blobSlices(40, 3);

let hostsFolder: string;
let client: ComputeClient;
let trained: OperationOutput<'train'>;
const progress: OperationProgress<'train'>[] = [];
const weightsPath = path.join(folder, 'model.safetensors');

beforeAll(async () => {
  const { 'predict-host': predict, 'train-host': train } = REAL_HOSTS;
  hostsFolder = await bundleComputeHosts('train', { 'predict-host': predict, 'train-host': train });
  client = createComputeClient({ fork: forkChildProcess, hostsFolder });
  trained = await client.request('train', jobWith({}), { onProgress: (event) => progress.push(event) });
});
afterAll(() => client.close());

function jobWith(over: Partial<OperationInput<'train'>>): OperationInput<'train'> {
  return { architecture: TINY_NETWORK, settings: SETTINGS, training, validation, weightsPath, ...over };
}

function model() {
  return { weightsPath, weightsSha256: trained.weightsSha256 ?? '', architecture: TINY_NETWORK };
}

describe('training in a child process', () => {
  it('learns, and tells every round as it ends', () => {
    expect(trained).toMatchObject({ outcome: 'finished', reason: null });
    expect(trained.epochs).toHaveLength(12);
    expect(trained.epochs.at(-1)?.validationAccuracy).toBeGreaterThanOrEqual(0.9);
    expect(trained.epochs.at(-1)?.loss).toBeLessThan((trained.epochs[0]?.loss ?? 0) / 2);
    const told = progress.flatMap((event) => (event.kind === 'epoch' ? [event.epoch] : []));
    expect(told).toEqual(trained.epochs);
    const lastSteps = progress.filter((event) => event.kind === 'step' && event.step === event.steps);
    expect(lastSteps).toHaveLength(12);
    expect(lastSteps[0]).toMatchObject({ epoch: 1, step: 6, steps: 6 });
  });

  it('leaves one whole weights file with the hash that it names', () => {
    const bytes = readFileSync(weightsPath);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(trained.weightsSha256);
    expect(bytes.byteLength).toBe(trained.weightsByteLength);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('gives the same bits for the same job, and others for another seed', async () => {
    const repeat = (seed: number) =>
      client.request('train', jobWith({ settings: { ...SETTINGS, seed }, weightsPath: path.join(folder, `${seed}`) }));
    expect((await repeat(1)).weightsSha256).toBe(trained.weightsSha256);
    expect((await repeat(2)).weightsSha256).not.toBe(trained.weightsSha256);
  });

  it('keeps its child for the trainings that follow, with the bits of a fresh one', async () => {
    let forks = 0;
    const kept = createComputeClient({
      fork: (host, modulePath, args) => {
        forks += 1;
        return forkChildProcess(host, modulePath, args);
      },
      hostsFolder,
    });
    const run = async (seed: number, keepChild: boolean) => {
      const job = jobWith({ settings: { ...SETTINGS, seed }, weightsPath: path.join(folder, `kept-${seed}`) });
      return (await kept.request('train', job, { keepChild })).weightsSha256;
    };
    try {
      expect(await run(3, true)).not.toBe(trained.weightsSha256);
      expect(await run(1, false)).toBe(trained.weightsSha256);
      expect(forks).toBe(1);
      await run(3, false);
      expect(forks).toBe(2);
    } finally {
      kept.close();
    }
  });

  it('scores other slices as the predicting child does, and writes no weights where none are wanted', async () => {
    const scoring = { inputs: unseen.inputs };
    const scored = await client.request('train', jobWith({ scoring, weightsPath: null }));
    expect(scored).toMatchObject({ weightsSha256: null, weightsByteLength: null, heatmapScale: null });
    const asked = { model: model(), inputs: unseen.inputs, count: unseen.labels.length };
    const { probabilities } = await client.request('predict', asked);
    expect(scored.scores).toEqual(probabilities);
    expect(trained.scores).toBeNull();
  });

  it('keeps what was learnt when it is stopped', async () => {
    const stop = new AbortController();
    const stoppedPath = path.join(folder, 'stopped.safetensors');
    const stopped = await client.request(
      'train',
      jobWith({ settings: { ...SETTINGS, rounds: 1000 }, weightsPath: stoppedPath }),
      { signal: stop.signal, onProgress: ({ kind }) => kind === 'epoch' && stop.abort() },
    );
    expect(stopped.outcome).toBe('stopped');
    expect(stopped.epochs.length).toBeGreaterThanOrEqual(1);
    expect(stopped.epochs.length).toBeLessThan(1000);
    const answers = await client.request('predict', {
      model: { ...model(), weightsPath: stoppedPath, weightsSha256: stopped.weightsSha256 ?? '' },
      inputs: unseen.inputs,
      count: 40,
    });
    expect(answers.probabilities).toHaveLength(40);
  });

  it('stops with the reason when the loss runs away, and leaves no weights', async () => {
    const absent = path.join(folder, 'diverged.safetensors');
    const settings = { ...SETTINGS, learningRate: 1e30, warmUpSteps: 0 };
    const diverged = await client.request('train', jobWith({ settings, weightsPath: absent }));
    expect(diverged).toMatchObject({ outcome: 'diverged', weightsSha256: null, heatmapScale: null });
    expect(diverged.reason).toMatch(/no longer a number/);
    expect(existsSync(absent)).toBe(false);
  });

  it('stops with the reason when the network is dead', async () => {
    const settings = { ...SETTINGS, learningRate: 30, warmUpSteps: 0, rounds: 50 };
    const dead = await client.request('train', jobWith({ settings, weightsPath: path.join(folder, 'dead') }));
    expect(dead.outcome).toBe('diverged');
    expect(dead.reason).toMatch(/stuck/);
    expect(dead.epochs.length).toBeLessThan(50);
  });

  it('refuses a training part of one kind, and labels that do not fit', async () => {
    const none = { ...training, labels: new Uint8Array(96) };
    await expect(client.request('train', jobWith({ training: none }))).rejects.toMatchObject({ code: 'one-class' });
    const short = { ...training, labels: new Uint8Array(95) };
    await expect(client.request('train', jobWith({ training: short }))).rejects.toMatchObject({
      code: 'bad-training-data',
    });
  });

  it('says so when the weights cannot be written', async () => {
    const nowhere = path.join(folder, 'no', 'such', 'folder', 'model');
    const settings = { ...SETTINGS, rounds: 1 };
    await expect(client.request('train', jobWith({ settings, weightsPath: nowhere }))).rejects.toMatchObject({
      code: 'weights-not-written',
    });
  });
});

describe('predicting in a child process', () => {
  it('tells unseen slices apart, the same one by one to the last bit or so', async () => {
    const { probabilities } = await client.request('predict', { model: model(), inputs: unseen.inputs, count: 40 });
    const right = Array.from(probabilities).filter((p, i) => p >= 0.5 === (unseen.labels[i] === 1)).length;
    expect(right).toBeGreaterThanOrEqual(36);
    for (const i of [0, 1, 39]) {
      const inputs = unseen.inputs.slice(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
      const alone = await client.request('predict', { model: model(), inputs, count: 1 });
      expect(alone.probabilities[0]).toBeCloseTo(probabilities[i] as number, 6);
      const heat = await client.request('heatmap', { model: model(), input: inputs });
      expect(heat.probability).toBeCloseTo(probabilities[i] as number, 6);
    }
  });

  it('shows the heat where the blob is, on the scale of the model', async () => {
    // A blob is found by its rim as much as by its middle, so what counts is the heat on and around it.
    const near: number[] = [];
    const far: number[] = [];
    let peak = 0;
    for (const i of [1, 3, 5, 7, 9, 11, 13, 15]) {
      const input = unseen.inputs.slice(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
      const heat = await client.request('heatmap', { model: model(), input });
      const [row, column] = unseen.centers[i] ?? [0, 0];
      for (const [pixel, value] of heatmapToSlice(heat, TINY_NETWORK, SIDE, SIDE).entries()) {
        const distance = Math.hypot(Math.floor(pixel / SIDE) - row, (pixel % SIDE) - column);
        (distance < 5 ? near : far).push(value);
        peak = Math.max(peak, value);
      }
    }
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(near)).toBeGreaterThan(2 * mean(far));
    expect(trained.heatmapScale).toBeGreaterThan(peak / 3);
    expect(trained.heatmapScale).toBeLessThan(peak * 3);
  });

  it('explains many slices as it explains one', async () => {
    const inputs = unseen.inputs.slice(0, 20 * SIDE * SIDE);
    const many = await client.request('heatmaps', { model: model(), inputs, count: 20 });
    const { probabilities } = await client.request('predict', { model: model(), inputs, count: 20 });
    for (const [i, probability] of probabilities.entries()) expect(many.probabilities[i]).toBeCloseTo(probability, 6);
    const input = inputs.slice(17 * SIDE * SIDE, 18 * SIDE * SIDE);
    const one = await client.request('heatmap', { model: model(), input });
    const cells = one.height * one.width;
    const same = many.values.slice(17 * cells, 18 * cells);
    for (const [i, value] of one.values.entries()) expect(same[i]).toBeCloseTo(value, 6);
  });

  it('refuses weights that are absent, changed, or of another network', async () => {
    const ask = (over: object) =>
      client.request('predict', { model: { ...model(), ...over }, inputs: unseen.inputs, count: 40 });
    const absent = { weightsPath: path.join(folder, 'absent'), weightsSha256: '0'.repeat(64) };
    await expect(ask(absent)).rejects.toMatchObject({ code: 'weights-missing' });

    const bytes = readFileSync(weightsPath);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    const changedPath = path.join(folder, 'changed.safetensors');
    writeFileSync(changedPath, bytes);
    const otherHash = { weightsPath: changedPath, weightsSha256: '1'.repeat(64) };
    await expect(ask(otherHash)).rejects.toMatchObject({ code: 'weights-changed' });

    const wider = TINY_NETWORK.layers.map((layer) => (layer.kind === 'dense' ? { ...layer, units: 2 } : layer));
    await expect(ask({ architecture: { ...TINY_NETWORK, layers: wider } })).rejects.toMatchObject({
      code: 'weights-mismatch',
      message: expect.stringMatching(/instead of/),
    });
  });

  it('refuses inputs that are not what was announced', async () => {
    const { inputs } = unseen;
    await expect(client.request('predict', { model: model(), inputs, count: 39 })).rejects.toMatchObject({
      code: 'bad-inputs',
    });
    await expect(client.request('predict', { model: model(), inputs: inputs.slice(1), count: 40 })).rejects.toThrow(
      /whole number/,
    );
  });

  it('says what it runs on', async () => {
    const described = await client.request('describe', {});
    expect(described.tensorflow).toMatch(/^2\.\d+\.\d+$/);
    expect(described.node).toBe(process.versions.node);
  });

  it('names the remedy where TensorFlow cannot be loaded', async () => {
    // Outside the project there is no tfjs-node to be found.
    copyFileSync(path.join(hostsFolder, 'predict-host.cjs'), path.join(folder, 'predict-host.cjs'));
    const lonely = createComputeClient({ fork: forkChildProcess, hostsFolder: folder });
    await expect(lonely.request('describe', {})).rejects.toMatchObject({
      code: 'tensorflow-unavailable',
      message: expect.stringMatching(/npm run doctor.*tfjs-node/),
    });
    lonely.close();
  });
});
