import type { Tensor4D } from '@tensorflow/tfjs-node';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { centerCrop, networkBatch } from '../../../../main/compute/tensorflow/batches.ts';
import { type Engine, inScope, startEngine } from '../../../../main/compute/tensorflow/engine.ts';
import { planStages } from '../../../../main/compute/tensorflow/execution-plan.ts';
import { initialWeights } from '../../../../main/compute/tensorflow/initial-weights.ts';
import type { Tensor } from '../../../../main/compute/tensorflow/load-tensorflow.ts';
import { runBackward, runForward } from '../../../../main/compute/tensorflow/network.ts';
import { createPredictor } from '../../../../main/compute/tensorflow/predictor.ts';
import { trainNetwork } from '../../../../main/compute/tensorflow/train-network.ts';
import { createTrainableWeights } from '../../../../main/compute/tensorflow/trainable-weights.ts';
import { heatmapGeometry } from '../../../../src/prediction/heatmap-geometry.ts';
import type { Architecture } from '../../../../src/training/architecture.ts';
import { ARCHITECTURES } from '../../../../src/training/architectures.ts';
import { defaultTrainingSettings } from '../../../../src/training/default-settings.ts';
import { blobSlices } from '../../../support/blob-slices.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Of compact's kind, small: 16 x 16, pooled once. */
const SMALL: Architecture = {
  name: 'small-compact',
  resizeSide: 16,
  inputSide: 16,
  channels: 1,
  layers: [
    { kind: 'standardise' },
    { kind: 'mirror-difference' },
    { kind: 'conv', filters: 4, size: 3, padding: 'same', bias: false },
    { kind: 'batch-norm' },
    { kind: 'ramp' },
    { kind: 'max-pool', size: 2 },
    { kind: 'conv', filters: 6, size: 3, padding: 'same', bias: false },
    { kind: 'batch-norm' },
    { kind: 'ramp' },
    { kind: 'global-pool' },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'dense', units: 2 },
    { kind: 'softmax' },
  ],
  defaultRounds: 20,
};
const SETTINGS = { ...defaultTrainingSettings(ARCHITECTURES.compact, 3), rounds: 20, warmUpSteps: 4 };
const NOTHING = { inputs: new Float32Array(), labels: new Uint8Array() };

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});

/** Weights away from their starting values, so that a forgotten one is seen. */
function someWeights() {
  return initialWeights(SMALL, 5).map((weight, index) => ({
    ...weight,
    values: weight.values.map((value, i) => value + 0.1 * Math.sin(i + index) ** 2),
  }));
}

function batchOf(count: number): Tensor {
  const { inputs, labels } = blobSlices(count, 3, 16);
  const batch = networkBatch(SMALL, inputs, [...labels.keys()], { cropOf: centerCrop(SMALL) });
  return engine.tf.tensor4d(batch.values, batch.shape);
}

type Plain = { readonly training: boolean; readonly mask: Tensor };

/** The small network with TensorFlow.js' own operations. */
function plainNetwork(weights: readonly Tensor[], { training, mask }: Plain) {
  const { tf } = engine;
  const at = (index: number): Tensor => weights[index] as Tensor;
  const normed = (x: Tensor, first: number): Tensor => {
    const measured = tf.moments(x, [0, 1, 2]);
    const mean = training ? measured.mean : at(first + 2);
    const variance = training ? measured.variance : at(first + 3);
    return x
      .sub(mean)
      .div(variance.add(1e-3).sqrt())
      .mul(at(first))
      .add(at(first + 1));
  };
  const block = (x: Tensor, first: number): Tensor =>
    tf.relu(normed(tf.conv2d(x as Tensor4D, at(first) as Tensor4D, 1, 'same'), first + 1));
  const untilLastRamp = (input: Tensor): Tensor => block(tf.maxPool(block(input, 0) as Tensor4D, 2, 2, 'valid'), 5);
  const fromLastRamp = (activation: Tensor): Tensor => {
    const pooled = tf.concat([activation.mean([1, 2]), activation.max([1, 2])], 1);
    return tf.matMul(pooled.mul(mask), at(10)).add(at(11));
  };
  return { untilLastRamp, fromLastRamp };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs), 1e-6);
  const error = Math.max(...Array.from(actual, (value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
  expect(error / scale).toBeLessThan(tolerance);
}

describe('a network with batch norm and global pooling', () => {
  it("gives the logits of TensorFlow.js' own layers outside of training", () => {
    inScope(engine, () => {
      const weights = someWeights().map(({ values, shape }) => engine.tf.tensor(values, [...shape]));
      const plain = plainNetwork(weights, { training: false, mask: engine.tf.scalar(1) });
      const { logits } = runForward(engine.kernels, planStages(SMALL), weights, batchOf(6));
      expectClose(logits.dataSync(), plain.fromLastRamp(plain.untilLastRamp(batchOf(6))).dataSync(), 1e-5);
    });
  });

  it("gives the gradients of TensorFlow.js' own differentiation in training, dropout included", () => {
    inScope(engine, () => {
      const { tf, kernels } = engine;
      const weights = someWeights().map(({ values, shape }) => tf.tensor(values, [...shape]));
      const batch = batchOf(6);
      const labels = tf.tensor2d([0, 1, 0, 1, 1, 0].map((label) => [1 - label, label]));
      const mask = tf.tensor2d(
        Array.from({ length: 72 }, (_, i) => (i % 3 === 0 ? 0 : 1.5)),
        [6, 12],
      );
      const pass = runForward(kernels, planStages(SMALL), weights, batch, { dropoutMask: () => mask });
      const { gradient } = kernels.softmaxCrossEntropy(pass.logits, labels);
      const gradients = runBackward(kernels, pass, weights, gradient.div(6));
      const plainLoss = (...values: Tensor[]): never => {
        const plain = plainNetwork(values, { training: true, mask });
        return tf.losses.softmaxCrossEntropy(labels, plain.fromLastRamp(plain.untilLastRamp(batch))) as never;
      };
      const learnt = [0, 1, 2, 5, 6, 7, 10, 11];
      const expected = tf.grads((...some: Tensor[]) =>
        plainLoss(...weights.map((weight, i) => (learnt.includes(i) ? (some[learnt.indexOf(i)] as Tensor) : weight))),
      )(learnt.map((i) => weights[i] as Tensor));
      expect(
        Object.keys(gradients)
          .map(Number)
          .sort((a, b) => a - b),
      ).toEqual(learnt);
      for (const [place, i] of learnt.entries()) {
        expect(gradients[i]?.shape).toEqual(weights[i]?.shape);
        expectClose(gradients[i]?.dataSync() ?? [], expected[place]?.dataSync() ?? [], 1e-3);
      }
    });
  });

  it('is explained by the definition of Grad-CAM', () => {
    const { tf } = engine;
    const weights = someWeights();
    const { inputs } = blobSlices(3, 8, 16);
    const predictor = createPredictor(engine, SMALL, weights);
    const explanations = predictor.explain(inputs);
    predictor.dispose();
    inScope(engine, () => {
      const tensors = weights.map(({ values, shape }) => tf.tensor(values, [...shape]));
      const plain = plainNetwork(tensors, { training: false, mask: tf.scalar(1) });
      for (const [i, explanation] of explanations.entries()) {
        const batch = networkBatch(SMALL, inputs, [i], { cropOf: centerCrop(SMALL) });
        const activation = plain.untilLastRamp(tf.tensor4d(batch.values, batch.shape));
        const score = (a: Tensor): never => plain.fromLastRamp(a).slice([0, 1], [1, 1]).asScalar() as never;
        const alpha = tf.grad(score)(activation).mean([0, 1, 2]);
        const heat = tf.relu(activation.mul(alpha).sum(-1)).dataSync();
        expect(explanation).toMatchObject({ height: 8, width: 8 });
        expect(Math.max(...heat)).toBeGreaterThan(0);
        expectClose(explanation.values, heat, 1e-4);
      }
    });
  });

  it('answers the same to the last bit or so, whatever else is in the batch', () => {
    const architecture = ARCHITECTURES.compact;
    const predictor = createPredictor(engine, architecture, initialWeights(architecture, 1));
    const { inputs } = blobSlices(37, 4, 96);
    const together = predictor.predict(inputs);
    expect(new Set(together).size).toBeGreaterThan(30);
    for (const i of [0, 7, 31, 32, 36]) {
      const slice = inputs.slice(i * 96 * 96, (i + 1) * 96 * 96);
      expect(predictor.predict(slice)[0]).toBeCloseTo(together[i] as number, 6);
      expect(predictor.explain(slice)[0]?.probability).toBeCloseTo(together[i] as number, 6);
    }
    predictor.dispose();
  });
});

describe('training it', () => {
  const job = (seed: number) => ({
    architecture: SMALL,
    settings: { ...SETTINGS, seed },
    training: blobSlices(64, 1, 16),
    validation: blobSlices(32, 2, 16),
  });

  it('learns, keeps statistics that fit, and gives the same bits for the same seed', async () => {
    const before = engine.tf.memory().numTensors;
    const trained = await trainNetwork(engine, job(1), {});
    expect(trained.outcome).toBe('finished');
    // What is validated goes by the running statistics.
    expect(trained.epochs.at(-1)?.validationAccuracy).toBeGreaterThanOrEqual(0.85);
    const { weights } = await trainNetwork(engine, job(1), {});
    expect(weights).toEqual(trained.weights);
    const other = await trainNetwork(engine, job(2), {});
    expect(other.weights?.[0]?.values).not.toEqual(trained.weights?.[0]?.values);
    expect(engine.tf.memory().numTensors).toBe(before);
  });

  it('measures the running statistics on what enters the norm', async () => {
    const one = { ...job(1), settings: { ...SETTINGS, rounds: 1, learningRate: 1e-9, batchSize: 64, seed: 1 } };
    const { augmentation: _, ...still } = one.settings;
    const { weights } = await trainNetwork(engine, { ...one, settings: still, validation: NOTHING }, {});
    const expected = inScope(engine, () => {
      const { inputs, labels } = one.training;
      const batch = networkBatch(SMALL, inputs, [...labels.keys()], { cropOf: centerCrop(SMALL) });
      const kernel = initialWeights(SMALL, 1)[0];
      const convolved = engine.tf.conv2d(
        engine.tf.tensor4d(batch.values, batch.shape),
        engine.tf.tensor(kernel?.values ?? [], [3, 3, 2, 4]) as Tensor4D,
        1,
        'same',
      );
      // The first batch counts for nine tenths, the starting 0 for one.
      return engine.tf.moments(convolved, [0, 1, 2]).mean.mul(0.9).dataSync();
    });
    expectClose(weights?.[3]?.values ?? [], expected, 1e-3);
  });
});

describe('AdamW', () => {
  it('makes kernels smaller by the decay times the rate before the step, and leaves biases', () => {
    const { tf } = engine;
    const kernelAndBias = [
      { shape: [1, 2], values: Float32Array.of(10, -10) },
      { shape: [2], values: Float32Array.of(10, -10) },
    ];
    const weights = createTrainableWeights(engine, kernelAndBias);
    const zero = [tf.zeros([1, 2]), tf.zeros([2])];
    weights.applyAdam(zero, 0.1, 0.5);
    const values = inScope(engine, () => weights.read().map((tensor) => Array.from(tensor.dataSync())));
    weights.dispose();
    tf.dispose(zero);
    expect(values).toEqual([
      [9.5, -9.5],
      [10, -10],
    ]);
  });
});

it('compact has 61 thousand weights and a grid of 12 x 12, one cell every 8 pixels from 4', () => {
  const { compact } = ARCHITECTURES;
  expect(heatmapGeometry(compact)).toMatchObject({ height: 12, width: 12, channels: 64, firstCenter: 4, cellStep: 8 });
  expect(planStages(compact)).toHaveLength(11);
});
