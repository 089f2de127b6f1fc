import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFittingBatchMaker } from '../../../main/compute/batch-thread.ts';
import { type BatchRecipe, createBatchMaker } from '../../../main/compute/tensorflow/batch-maker.ts';
import { blobSlices, TINY_NETWORK } from '../../support/blob-slices.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';

const RECIPE: BatchRecipe = {
  architecture: TINY_NETWORK,
  settings: {
    rounds: 3,
    batchSize: 16,
    learningRate: 1e-3,
    warmUpSteps: 0,
    seed: 5,
    augmentation: { flipChance: 0.5, rotateDegrees: 10, gammaLog: 0.2, contrast: 0.1 },
  },
  inputs: blobSlices(40, 1).inputs,
};
/** 40 slices in batches of 16, three rounds of them. */
const LENGTHS = [16, 16, 8, 16, 16, 8, 16, 16, 8];

let threadFile: string;

beforeAll(async () => {
  const folder = await bundleComputeHosts('batch-thread', { 'train-host': REAL_HOSTS['train-host'] });
  threadFile = path.join(folder, 'train-host.cjs');
});

describe('a thread that makes batches', () => {
  it('makes the bits that the training thread would make, in the same order, to the last one', async () => {
    const [threaded, plain] = [createFittingBatchMaker(RECIPE, threadFile), createBatchMaker(RECIPE)];
    for (const length of LENGTHS) {
      const batch = await threaded.next();
      expect(batch.shape).toEqual([length, 20, 20, 1]);
      expect(batch).toEqual(await plain.next());
    }
    threaded.close();
  });

  it('says so when it ends before its time', async () => {
    const maker = createFittingBatchMaker(RECIPE, path.join(path.dirname(threadFile), 'absent.cjs'));
    await expect(maker.next()).rejects.toThrow('The batches could not be made');
    maker.close();
  });
});

describe('a batch maker', () => {
  it('has no batch behind the last one', () => {
    const maker = createBatchMaker(RECIPE);
    for (const _ of LENGTHS) void maker.next();
    expect(() => maker.next()).toThrow('no further batch');
  });
});
