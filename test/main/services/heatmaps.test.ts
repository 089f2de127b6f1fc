import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { initialWeights } from '../../../main/compute/tensorflow/initial-weights.ts';
import { writeWeightsFile } from '../../../main/compute/tensorflow/weights-file.ts';
import { checkHeatmaps, knownHeatmapCheck } from '../../../main/services/check-heatmaps.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { createPictures, type SlicePictures } from '../../../main/services/pictures.ts';
import { splitDataset } from '../../../main/services/split-dataset.ts';
import { insertModel } from '../../../main/store/models.ts';
import { findSlice, markNotPredictable, saveSlice } from '../../../main/store/slices.ts';
import { insertRun } from '../../../main/store/training-runs.ts';
import { HEATMAP_METHODS } from '../../../src/explanation/heatmap-method.ts';
import { defaultPreprocessing } from '../../../src/prediction/network-input.ts';
import { TINY_NETWORK } from '../../support/blob-slices.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** The network's weights are those a training with this seed starts from: the check with the same seed changes nothing. */
const WEIGHTS_SEED = 5;
const SLICES = 24;

let project: TemporaryProject;
let compute: ComputeClient;
let pictures: SlicePictures;
let modelId = 0;
let heldOut: number[] = [];

/** A project with small phantoms, half of them held out, and a network of 24 x 24 that learnt nothing. */
beforeAll(async () => {
  project = temporaryProject();
  const { context, folder } = project;
  const { 'train-host': _, ...hosts } = REAL_HOSTS;
  compute = createComputeClient({
    fork: forkChildProcess,
    hostsFolder: await bundleComputeHosts('heatmaps', hosts),
  });
  const set = path.join(folder, 'set');
  mkdirSync(path.join(set, 'head_ct'), { recursive: true });
  const rows = Array.from({ length: SLICES }, (_row, id) => {
    const name = `${String(id).padStart(3, '0')}.png`;
    writeFileSync(path.join(set, 'head_ct', name), smallPhantomPng(id + 1, id % 2 === 0 ? 'subdural' : 'none'));
    return `${id},${id % 2 === 0 ? 1 : 0}`;
  });
  writeFileSync(path.join(set, 'labels.csv'), `id, hemorrhage\n${rows.join('\n')}\n`);
  const report = await checkImport(context, compute, { folder: set });
  commitImport(context, { token: report.token });
  const dataset = freezeDataset(context, { note: null, reader: 'Ada' });
  await findNearDuplicates(context, compute, { reader: null });
  const split = splitDataset(context, { datasetVersionId: dataset.id, seed: 1, heldOutFraction: 0.5 });
  heldOut = split.members.filter(({ part }) => part === 'held-out').map(({ sliceId }) => sliceId);
  const weightsFile = 'models/tiny.safetensors';
  const file = path.join(context.store.folder, weightsFile);
  const { sha256, byteLength } = await writeWeightsFile(file, TINY_NETWORK, [
    initialWeights(TINY_NETWORK, WEIGHTS_SEED),
  ]);
  const runId = insertRun(context.store.db, {
    datasetVersionId: dataset.id,
    splitId: split.id,
    architecture: TINY_NETWORK,
    preprocessing: defaultPreprocessing(TINY_NETWORK.resizeSide),
    settings: { rounds: 1, batchSize: 8, learningRate: 1e-3, warmUpSteps: 0, seed: WEIGHTS_SEED },
    sourceIds: null,
    startedMs: 0,
  });
  modelId = insertModel(context.store.db, {
    runId,
    name: 'tiny-1',
    weightsFile,
    weightsSha256: sha256,
    weightsByteLength: byteLength,
    threshold: 0.5,
    heatmapScale: 0.01,
    domain: 'png',
    synthetic: true,
    temperature: null,
    temperatureFit: null,
    createdMs: 0,
  });
  pictures = createPictures({ context, compute, thumbnailFolder: null });
});
afterAll(() => {
  compute.close();
  project.remove();
});

const slice = (): number => heldOut[0] ?? 0;

describe('the maps of a slice', () => {
  it('lie in the slice’s own geometry, with the head, each method its own', async () => {
    const maps = await Promise.all(HEATMAP_METHODS.map((method) => pictures.heatmap(slice(), modelId, method)));
    for (const [index, { metadata, heat, head }] of maps.entries()) {
      expect(metadata).toMatchObject({ modelId, method: HEATMAP_METHODS[index] });
      expect(heat).toHaveLength(metadata.rows * metadata.columns);
      expect(head).toHaveLength(heat.length);
      const share = head.reduce((sum, inside) => sum + inside, 0) / head.length;
      expect(share).toBeGreaterThan(0.2);
      expect(share).toBeLessThan(0.9);
      expect(Math.max(...heat)).toBeGreaterThan(0);
    }
    expect(new Set(maps.map(({ heat }) => heat.join())).size).toBe(3);
    expect(maps.map(({ metadata }) => metadata.scale)).toEqual(['model', 'slice', 'slice']);
    expect(Math.max(...(maps[2]?.heat ?? []))).toBe(255);
    expect(new Set(maps.map(({ metadata }) => metadata.probability)).size).toBe(1);
  });

  it('are not made of a slice that the network may not see', async () => {
    const { db } = project.context.store;
    const barred = heldOut[1] ?? 0;
    const before = findSlice(db, barred);
    if (!before) throw new Error('No such slice');
    markNotPredictable(db, barred, 'truncated', 'Truncated: the lowest row is missing');
    const refused = { code: 'truncated', message: 'Truncated: the lowest row is missing' };
    await expect(pictures.heatmap(barred, modelId, 'grad-cam')).rejects.toMatchObject(refused);
    await expect(pictures.agreement(barred, modelId)).rejects.toMatchObject(refused);
    saveSlice(db, before);
  });

  it('are compared in pairs', async () => {
    const pairs = await pictures.agreement(slice(), modelId);
    expect(pairs.map(({ first, second }) => `${first} ${second}`)).toEqual([
      'grad-cam grad-cam-plus-plus',
      'grad-cam occlusion',
      'grad-cam-plus-plus occlusion',
    ]);
    for (const { correlation, overlap } of pairs) {
      expect(Math.abs(correlation ?? 2)).toBeLessThanOrEqual(1);
      expect(overlap).toBeGreaterThanOrEqual(0);
      expect(overlap).toBeLessThanOrEqual(1);
    }
  });

  it('speak for either answer; full heat of the other one is the slice’s own peak', async () => {
    const { metadata, heat } = await pictures.heatmap(slice(), modelId, 'grad-cam', undefined, 'none');
    expect(metadata).toMatchObject({ answer: 'none', scale: 'slice' });
    expect(heat).not.toEqual((await pictures.heatmap(slice(), modelId, 'grad-cam')).heat);
  });

  it('are given up when another slice is wanted', async () => {
    const abort = new AbortController();
    const under = pictures.heatmap(heldOut[1] ?? 0, modelId, 'occlusion', abort.signal);
    abort.abort();
    await expect(under).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('the check against random weights', () => {
  it('finds the same maps where the random weights are those that the network has', async () => {
    const check = await checkHeatmaps(project.context, compute, { modelId, reader: 'Ada', seed: WEIGHTS_SEED });
    expect(check).toMatchObject({ modelName: 'tiny-1', slices: heldOut.length, missing: 0 });
    for (const { steps } of check.methods) {
      expect(steps.map(({ block }) => block)).toEqual(['dense 9', 'dense 7', 'convolution 3', 'convolution 0']);
      for (const { similarity } of steps) expect(similarity.value).toBeCloseTo(1, 6);
    }
  });

  it('finds others with other weights, keeps the figures and says them in the log', async () => {
    const { context } = project;
    const told: number[] = [];
    const check = await checkHeatmaps(
      context,
      compute,
      { modelId, reader: 'Ada', seed: 2, slices: 9 },
      { onProgress: (done, total) => told.push(done / total) },
    );
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(knownHeatmapCheck(context, modelId)).toEqual(check);
    const occlusion = check.methods[2]?.steps.at(-1)?.similarity;
    expect(occlusion?.value).toBeLessThan(0.9);
    expect(occlusion?.low).toBeLessThanOrEqual(occlusion?.value ?? -2);
    expect(occlusion?.n).toBe(9);
    const entries = project.entries('heatmaps-checked');
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({ model: 'tiny-1', seed: 2, n: 9, occlusion: occlusion?.value });
    // The same seed, the same slices and weights: the same figures.
    const again = await checkHeatmaps(context, compute, { modelId, reader: null, seed: 2, slices: 9 });
    expect(again.methods).toEqual(check.methods);
    // From now on one brightness means one heat on all slices.
    pictures.clear();
    expect((await pictures.heatmap(slice(), modelId, 'occlusion')).metadata.scale).toBe('model');
  });

  it('keeps nothing when it is cancelled, and never changes what is kept', async () => {
    const { context } = project;
    const before = knownHeatmapCheck(context, modelId);
    const abort = new AbortController();
    const request = { modelId, reader: null, seed: 3 };
    const options = { signal: abort.signal, onProgress: () => abort.abort() };
    await expect(checkHeatmaps(context, compute, request, options)).rejects.toMatchObject({ name: /Abort/ });
    expect(knownHeatmapCheck(context, modelId)).toEqual(before);
    expect(() => context.store.db.run('UPDATE heatmap_checks SET slices = 1')).toThrow(/kept as it was/);
  });
});
