import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, inScope, startEngine } from '../../../../main/compute/tensorflow/engine.ts';
import { createEnsemblePredictor } from '../../../../main/compute/tensorflow/ensemble-predictor.ts';
import { planStages } from '../../../../main/compute/tensorflow/execution-plan.ts';
import { initialWeights, type NamedWeight } from '../../../../main/compute/tensorflow/initial-weights.ts';
import { createPredictor } from '../../../../main/compute/tensorflow/predictor.ts';
import {
  checkEnsembleJob,
  type EnsembleJob,
  trainEnsemble,
} from '../../../../main/compute/tensorflow/train-ensemble.ts';
import { trainNetwork } from '../../../../main/compute/tensorflow/train-network.ts';
import { createTrainableWeights } from '../../../../main/compute/tensorflow/trainable-weights.ts';
import { runTrainingStep } from '../../../../main/compute/tensorflow/training-step.ts';
import { readWeightsFile, writeWeightsFile } from '../../../../main/compute/tensorflow/weights-file.ts';
import { mirrorPictures } from '../../../../src/prediction/mirror.ts';
import { memberSeed } from '../../../../src/training/ensemble.ts';
import type { TrainingSettings } from '../../../../src/training/training-settings.ts';
import { blobSlices, TINY_NETWORK } from '../../../support/blob-slices.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SETTINGS = { rounds: 2, batchSize: 16, learningRate: 5e-3, warmUpSteps: 5, seed: 1 };
const training = blobSlices(48, 1);
const validation = blobSlices(16, 2);
const unseen = blobSlices(12, 3);
const folder = mkdtempSync(path.join(tmpdir(), 'overread-ensemble-'));

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});

function job(over: Partial<TrainingSettings>, folds?: Uint8Array): EnsembleJob {
  const settings = { ...SETTINGS, ...over };
  return { architecture: TINY_NETWORK, settings, training, validation, ...(folds && { folds }) };
}

/** What a kept ensemble answers, network by network in the file's order. */
function predictors(members: readonly (readonly NamedWeight[])[]) {
  return members.map((weights) => createPredictor(engine, TINY_NETWORK, weights));
}

describe('an ensemble of seeds', () => {
  it('is the networks that each seed makes alone, and answers with their mean', async () => {
    const told: (number | undefined)[] = [];
    const together = await trainEnsemble(engine, job({ ensemble: { of: 'seeds', count: 3 } }), {
      onEpoch: ({ member }) => told.push(member),
    });
    expect(together).toMatchObject({ outcome: 'finished', reason: null });
    expect(told).toEqual([1, 1, 2, 2, 3, 3]);
    expect(together.epochs.map(({ member }) => member)).toEqual(told);
    const alone = await trainNetwork(engine, job({ seed: memberSeed(1, 1) }), {});
    expect(together.members?.[1]).toEqual(alone.weights);

    const file = path.join(folder, 'three.safetensors');
    const { sha256 } = await writeWeightsFile(file, TINY_NETWORK, together.members ?? []);
    const read = await readWeightsFile(file, sha256, TINY_NETWORK);
    expect(read.map((weights) => weights.map(({ values }) => values))).toEqual(
      together.members?.map((weights) => weights.map(({ values }) => values)),
    );
    const members = predictors(read);
    const answers = members.map((member) => member.predict(unseen.inputs));
    const ensemble = createEnsemblePredictor(members, TINY_NETWORK, {});
    const mean = ensemble.predict(unseen.inputs);
    const heats = members.map((member) => member.explain(unseen.inputs));
    const explained = ensemble.explain(unseen.inputs);
    for (const [slice, probability] of mean.entries()) {
      const byHand = answers.reduce((sum, answer) => sum + (answer[slice] ?? 9), 0) / 3;
      expect(probability).toBeCloseTo(byHand, 6);
      expect(explained[slice]?.probability).toBe(probability);
      const cell = 17;
      const heat = heats.reduce((sum, list) => sum + (list[slice]?.values[cell] ?? 9), 0) / 3;
      expect(explained[slice]?.values[cell]).toBeCloseTo(heat, 5);
    }
    const validated = ensemble.predict(validation.inputs);
    expect(together.validationProbabilities).toHaveLength(16);
    for (const [slice, value] of together.validationProbabilities.entries()) {
      expect(value).toBeCloseTo(validated[slice] ?? 9, 6);
    }
    ensemble.dispose();
  });

  it('keeps the finished networks when it is stopped, and the first as far as it came', async () => {
    const stopAt = async (last: number, epoch: number) => {
      const stop = new AbortController();
      return trainEnsemble(engine, job({ ensemble: { of: 'seeds', count: 4 } }), {
        signal: stop.signal,
        onEpoch: (record) => record.member === last && record.epoch === epoch && stop.abort(),
      });
    };
    const third = await stopAt(3, 1);
    expect(third).toMatchObject({
      outcome: 'stopped',
      reason: expect.stringContaining('network 3 of 4; the 2 before'),
    });
    expect(third.members).toHaveLength(2);
    const first = await stopAt(1, 1);
    expect(first.outcome).toBe('stopped');
    expect(first.members).toHaveLength(1);
    const stopped = AbortSignal.abort();
    const none = await trainEnsemble(engine, job({ ensemble: { of: 'seeds', count: 2 } }), { signal: stopped });
    expect(none).toMatchObject({ outcome: 'stopped', members: null, heatmapScale: null });
  });

  it('ends with the network that diverged', async () => {
    const bad = job({ ensemble: { of: 'seeds', count: 2 }, learningRate: 1e30, warmUpSteps: 0 });
    const { outcome, reason, members } = await trainEnsemble(engine, bad, {});
    expect({ outcome, members }).toEqual({ outcome: 'diverged', members: null });
    expect(reason).toMatch(/^In network 1 of 2: /);
  });
});

describe('an ensemble of folds', () => {
  const folds = Uint8Array.from({ length: 48 }, (_, index) => Math.floor(index / 2) % 3);

  it('trains each network without its fold', async () => {
    const together = await trainEnsemble(engine, job({ ensemble: { of: 'folds', count: 3 } }, folds), {});
    const kept = [...folds.keys()].filter((sample) => folds[sample] !== 2);
    const side = TINY_NETWORK.resizeSide ** 2;
    const inputs = Float32Array.from(kept.flatMap((i) => [...training.inputs.subarray(i * side, (i + 1) * side)]));
    const labels = Uint8Array.from(kept, (i) => training.labels[i] ?? 0);
    const settings = { ...SETTINGS, seed: memberSeed(1, 2), ensemble: { of: 'folds', count: 3 } as const };
    const alone = await trainNetwork(engine, { ...job({}), settings, training: { inputs, labels } }, {});
    expect(together.members?.[2]).toEqual(alone.weights);
  });

  it('refuses a job without folds, and a fold whose rest is of one kind', () => {
    const ensemble = { of: 'folds', count: 2 } as const;
    expect(() => checkEnsembleJob(job({ ensemble }))).toThrow(/fold of each training slice/);
    expect(() => checkEnsembleJob(job({}, folds))).toThrow(/fold of each training slice/);
    expect(() => checkEnsembleJob(job({ ensemble }, training.labels))).toThrow(/only one kind/);
    expect(() => checkEnsembleJob(job({ ensemble: { of: 'folds', count: 3 } }, folds))).not.toThrow();
  });
});

describe('answers to the mirror image too', () => {
  it('are the mean of both, with the heat turned back', () => {
    const [alone] = predictors([initialWeights(TINY_NETWORK, 4)]);
    if (!alone) throw new Error('There is no network.');
    const both = createEnsemblePredictor([alone], TINY_NETWORK, { testTimeFlip: true });
    const mirrored = mirrorPictures(unseen.inputs, TINY_NETWORK.resizeSide, 1);
    const [left, right] = [alone.predict(unseen.inputs), alone.predict(mirrored)];
    const answers = both.predict(unseen.inputs);
    for (const [slice, answer] of answers.entries()) {
      expect(answer).toBeCloseTo(((left[slice] ?? 9) + (right[slice] ?? 9)) / 2, 6);
      expect(left[slice]).not.toBe(right[slice]);
    }
    // The same for a slice and its mirror image, but for rounding.
    for (const [slice, answer] of both.predict(mirrored).entries()) expect(answer).toBeCloseTo(answers[slice] ?? 9, 6);
    const explained = both.explain(unseen.inputs);
    expect(explained.map(({ probability }) => probability)).toEqual([...answers]);
    alone.dispose();
  });

  it('change nothing where they are not asked for: one network answers with its own bits', () => {
    const [alone] = predictors([initialWeights(TINY_NETWORK, 4)]);
    if (!alone) throw new Error('There is no network.');
    expect(createEnsemblePredictor([alone], TINY_NETWORK, {}).predict(unseen.inputs)).toEqual(
      alone.predict(unseen.inputs),
    );
    alone.dispose();
  });
});

it('scores slices at the end as the kept model would answer, also where no weights are kept', async () => {
  const scoring = { inputs: unseen.inputs };
  const settings = { ensemble: { of: 'seeds', count: 2 }, testTimeFlip: true } as const;
  const kept = await trainEnsemble(engine, { ...job(settings), scoring }, {});
  const ensemble = createEnsemblePredictor(predictors(kept.members ?? []), TINY_NETWORK, settings);
  const answers = ensemble.predict(unseen.inputs);
  ensemble.dispose();
  expect(kept.scores).toHaveLength(12);
  for (const [slice, score] of (kept.scores ?? []).entries()) expect(score).toBeCloseTo(answers[slice] ?? 9, 6);
  const forgotten = await trainEnsemble(engine, { ...job(settings), scoring, keepWeights: false }, {});
  expect(forgotten).toMatchObject({ outcome: 'finished', members: null, heatmapScale: null });
  expect(forgotten.scores).toEqual(kept.scores);
});

describe('class weights in the loss', () => {
  it('weigh each slice by its class, as computed by hand', () => {
    // 4 haemorrhages among 16 slices: weights 16 / 8 = 2 and 16 / 24 = 2/3.
    const labels = Uint8Array.from({ length: 16 }, (_, index) => (index % 4 === 0 ? 1 : 0));
    const side = TINY_NETWORK.inputSide ** 2;
    const values = blobSlices(16, 5, TINY_NETWORK.inputSide).inputs;
    const batch = [0, 1, 4, 7];
    const inputs = Float32Array.from(batch.flatMap((i) => [...values.subarray(i * side, (i + 1) * side)]));
    const stages = planStages(TINY_NETWORK);
    const lossAndBias = (classWeights: 'none' | 'balanced') => {
      const weights = createTrainableWeights(engine, initialWeights(TINY_NETWORK, 2));
      let learnt: number[] = [];
      const seen = {
        ...weights,
        applyAdam: (gradients: Parameters<typeof weights.applyAdam>[0]) => {
          learnt = [...(gradients.at(-1)?.dataSync() ?? [])];
        },
      };
      const context = {
        engine,
        job: { settings: { ...SETTINGS, classWeights }, training: { labels } },
        weights: seen,
        stages,
        stepsDone: 0,
      };
      const { meanLoss } = runTrainingStep(context, batch, { values: inputs, shape: [4, 20, 20, 1] });
      weights.dispose();
      return { meanLoss, learnt };
    };
    const network = createPredictor(engine, { ...TINY_NETWORK, resizeSide: 20 }, initialWeights(TINY_NETWORK, 2));
    const probabilities = inScope(engine, () => network.predict(inputs));
    network.dispose();
    const byHand = (weightOf: (label: number) => number) => {
      const rows = batch.map((sample, row) => ({ label: labels[sample] ?? 0, p: probabilities[row] ?? 9 }));
      const loss = rows.reduce((sum, { label, p }) => sum - weightOf(label) * Math.log(label === 1 ? p : 1 - p), 0) / 4;
      // The gradient of the last bias is the mean of (softmax - label), each row with its weight.
      const bias = rows.reduce((sum, { label, p }) => sum + weightOf(label) * (p - label), 0) / 4;
      return { loss, bias };
    };
    for (const [kind, weightOf] of [
      ['none', () => 1],
      ['balanced', (label: number) => (label === 1 ? 2 : 2 / 3)],
    ] as const) {
      const { meanLoss, learnt } = lossAndBias(kind);
      expect(meanLoss).toBeCloseTo(byHand(weightOf).loss, 5);
      expect(learnt[1]).toBeCloseTo(byHand(weightOf).bias, 5);
      expect(learnt[0]).toBeCloseTo(-byHand(weightOf).bias, 5);
    }
  });
});
