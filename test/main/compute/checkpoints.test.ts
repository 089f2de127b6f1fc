import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCheckpointState } from '../../../main/compute/checkpoint-state.ts';
import { type CheckpointNews, openCheckpoints } from '../../../main/compute/tensorflow/checkpoints.ts';
import type { TrainableWeights } from '../../../main/compute/tensorflow/trainable-weights.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';
import { TINY_NETWORK } from '../../support/blob-slices.ts';

const WEIGHTS = inferLayerShapes(TINY_NETWORK)
  .flatMap((layer) => layer.weights)
  .map(({ name, shape }) => ({
    name,
    shape: [...shape],
    values: new Float32Array(shape.reduce((size, side) => size * side, 1)),
  }));

const TRAINABLE = {
  readPart: (index: number) => WEIGHTS[index]?.values ?? new Float32Array(),
} as unknown as TrainableWeights;
const STATE = {
  ...{ member: 1, epoch: 1, step: 1, stepsDone: 1, roundMs: 5, sums: { loss: 1, correct: 1, outputSpread: 1 } },
  ...{ epochs: [], outputSpreads: [], earlierEpochs: [] },
};

let folder: string;
let news: CheckpointNews[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'overread-checkpoints-'));
  news = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('writes a finished network of an ensemble later where it could not be written, and checkpoints go on', async () => {
  const checkpoints = await openCheckpoints({
    ...{ folder, everyMs: 0, architecture: TINY_NETWORK, jobSha256: 'a'.repeat(64), resume: false },
    onSaved: (each) => news.push(each),
  });
  const save = () => {
    return checkpoints.save(STATE, TRAINABLE);
  };
  // A folder where the file is to be cannot be replaced by it.
  const inTheWay = path.join(folder, 'member-1.safetensors');
  mkdirSync(inTheWay);
  await checkpoints.keepMember(WEIGHTS, 2);
  await save();
  expect(news.map(({ error }) => error)).toEqual([
    expect.stringMatching(/EISDIR|EPERM/),
    expect.stringMatching(/EISDIR|EPERM/),
  ]);
  expect(readdirSync(folder)).toEqual(['member-1.safetensors']);
  rmSync(inTheWay, { recursive: true });
  expect(checkpoints.due()).toBe(true);
  await save();
  expect(news.at(-1)?.error).toBeNull();
  expect(readdirSync(folder).sort()).toEqual(['checkpoint.safetensors', 'member-1.safetensors']);
  expect(await readCheckpointState(folder)).not.toBeNull();
});
