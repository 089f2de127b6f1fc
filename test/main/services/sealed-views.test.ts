import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { datasetShortcuts, storedShortcuts } from '../../../main/services/dataset-shortcuts.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { predictSource } from '../../../main/services/predict-source.ts';
import { prepareTraining } from '../../../main/services/prepare-training.ts';
import { previewAugmentation } from '../../../main/services/preview-augmentation.ts';
import { sealTestSet } from '../../../main/services/seal-test-set.ts';
import { trainAndMeasure } from '../../../main/services/train-and-measure.ts';
import { insertPredictions, predictionsOfModel } from '../../../main/store/predictions.ts';
import { trainingMethods } from '../../../src/contract/training-methods.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { headPicture, heads, importPngs, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { resized } from '../../support/slice-copies.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
beforeAll(async () => {
  const hostsFolder = await bundleComputeHosts('sealed-views', REAL_HOSTS);
  compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project.remove());

const importAs = (name: string, pictures: Parameters<typeof writeLabelledPngs>[1]) =>
  importPngs(project, compute, writeLabelledPngs(path.join(project.folder, name), pictures));
const search = () => findNearDuplicates(project.context, compute, { reader: 'Ada' });
const seal = (sourceId: number) => sealTestSet(project.context, { name: null, sourceId, draw: null, reader: 'Ada' });

/** The picture of another head in a file of other bytes: not compressed. */
function importTwin(number: number): ReturnType<typeof importPngs> {
  const folder = path.join(project.folder, 'twin');
  mkdirSync(path.join(folder, 'head_ct'), { recursive: true });
  const { rows, columns, grey } = headPicture(number);
  const data = Uint8Array.from(grey, (level) => Math.round(level * 255));
  const image = { width: columns, height: rows, data, depth: 8 as const, channels: 1 as const };
  writeFileSync(path.join(folder, 'head_ct', '000.png'), encode(image, { zlib: { level: 0 } }));
  writeFileSync(path.join(folder, 'labels.csv'), `id, hemorrhage\n0,${number % 2}\n`);
  return importPngs(project, compute, folder);
}

describe('another file of the pixels of a sealed slice', () => {
  it('shows no prediction that was made before, gets none, and counts as read', async () => {
    await importAs('development', heads(1, 12));
    await search();
    const datasetId = freezeDataset(project.context, { note: null }).id;
    const request = { datasetId, architecture: 'lenet' as const, settings: { rounds: 1, seed: 1 }, reader: 'Ada' };
    const { modelId } = await trainAndMeasure(project.context, compute, prepareTraining(project.context, request));
    const external = await importAs('external', heads(21, 6));
    const twin = await importTwin(22);
    await predictSource(project.context, compute, { sourceId: twin.sourceId, modelId, reader: 'Ada' });
    await search();
    const { db } = project.context.store;
    const [twinId = 0] = twin.ids;
    expect(predictionsOfModel(db, modelId ?? 0).has(twinId)).toBe(true);
    expect(seal(external.sourceId)).toMatchObject({ slices: 6, predictedBefore: 1 });
    expect(predictionsOfModel(db, modelId ?? 0).has(twinId)).toBe(false);
    db.run('DELETE FROM predictions');
    const row = { probability: 0.5, threshold: 0.5, call: 'none' as const, createdMs: 0 };
    const insert = () => insertPredictions(db, [{ ...row, modelId: modelId ?? 0, sliceId: twinId }]);
    expect(insert).toThrow(/when its test set is opened/);
  });
});

/** A source to seal of six slices, and a resized copy of one of them outside it. */
async function sealedWithCopy(): Promise<{ readonly seal: () => void }> {
  await importAs('development', heads(1, 8));
  const { sourceId } = await importAs('external', heads(21, 6));
  await importAs('copy', [{ picture: resized(headPicture(22), 0.8), haemorrhage: false }]);
  await search();
  return { seal: () => seal(sourceId) };
}

describe('the preview of augmentation', () => {
  it('neither shows nor counts sealed slices and what hangs together with them', async () => {
    (await sealedWithCopy()).seal();
    const request = { architecture: 'lenet', augmentation: {}, seed: 1, preprocessing: {}, place: 0 };
    const input = trainingMethods['training.preview'].input.parse(request);
    expect((await previewAugmentation(project.context, compute, input)).slices).toBe(8);
  });
});

describe('an audit for shortcuts that was made before', () => {
  it('is not shown any more once one of its slices is sealed', async () => {
    const prepared = await sealedWithCopy();
    const datasetId = freezeDataset(project.context, { note: null }).id;
    await datasetShortcuts(project.context, compute, { datasetId, reader: null });
    expect(storedShortcuts(project.context, datasetId)?.distributions.none.n).toBe(8);
    prepared.seal();
    expect(storedShortcuts(project.context, datasetId)).toBeNull();
    const again = await datasetShortcuts(project.context, compute, { datasetId, reader: null });
    expect(storedShortcuts(project.context, datasetId)).toEqual(again);
    expect(again.distributions.none.n).toBe(4);
  });
});
