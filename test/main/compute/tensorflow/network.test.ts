import type { Tensor4D } from '@tensorflow/tfjs-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, inScope, startEngine } from '../../../../main/compute/tensorflow/engine.ts';
import { planStages } from '../../../../main/compute/tensorflow/execution-plan.ts';
import { initialWeights } from '../../../../main/compute/tensorflow/initial-weights.ts';
import type { Tensor } from '../../../../main/compute/tensorflow/load-tensorflow.ts';
import { runBackward, runForward } from '../../../../main/compute/tensorflow/network.ts';
import { createPredictor } from '../../../../main/compute/tensorflow/predictor.ts';
import { createTrainableWeights } from '../../../../main/compute/tensorflow/trainable-weights.ts';
import { ARCHITECTURES } from '../../../../src/training/architectures.ts';
import { blobSlices, TINY_NETWORK } from '../../../support/blob-slices.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});

type PlainWeights = readonly [Tensor4D, Tensor, Tensor4D, Tensor, Tensor, Tensor, Tensor, Tensor];

/** The tiny network written with TensorFlow.js' own operations, layer by layer in the notebook's order. */
function plainNetwork(weights: readonly Tensor[]) {
  const { tf } = engine;
  const [w1, b1, w2, b2, w3, b3, w4, b4] = weights as readonly Tensor[] as PlainWeights;
  const untilLastRamp = (input: Tensor): Tensor => {
    const first = tf.maxPool(
      tf.relu(tf.add(tf.conv2d(input as Tensor4D, w1, 1, 'valid'), b1) as Tensor4D),
      2,
      2,
      'valid',
    );
    return tf.relu(tf.add(tf.conv2d(first, w2, 1, 'valid'), b2));
  };
  const fromLastRamp = (activation: Tensor): Tensor => {
    const pooled = tf.maxPool(activation as Tensor4D, 2, 2, 'valid');
    const hidden = tf.relu(tf.matMul(pooled.reshape([activation.shape[0] ?? 0, -1]), w3).add(b3));
    return tf.matMul(hidden, w4).add(b4);
  };
  return { untilLastRamp, fromLastRamp };
}

/** Seeded weights with biases that are not zero, so that a forgotten bias is seen. */
function someWeights() {
  return initialWeights(TINY_NETWORK, 5).map((weight, index) => ({
    ...weight,
    values: weight.values.map((value, i) => value + 0.02 * Math.sin(i + index)),
  }));
}

function batchOf(count: number): Tensor {
  const { inputs } = blobSlices(count, 3, TINY_NETWORK.inputSide);
  return engine.tf.tensor4d(inputs, [count, TINY_NETWORK.inputSide, TINY_NETWORK.inputSide, 1]);
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs), 1e-6);
  const error = Math.max(...Array.from(actual, (value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
  expect(error / scale).toBeLessThan(tolerance);
}

describe('a network run from its data', () => {
  it('gives the logits of the layers in the order of the notebook', () => {
    inScope(engine, () => {
      const weights = someWeights().map(({ values, shape }) => engine.tf.tensor(values, [...shape]));
      const batch = batchOf(6);
      const { logits } = runForward(engine.kernels, planStages(TINY_NETWORK), weights, batch);
      const plain = plainNetwork(weights);
      expectClose(logits.dataSync(), plain.fromLastRamp(plain.untilLastRamp(batch)).dataSync(), 1e-5);
    });
  });

  it("gives the gradients of TensorFlow.js' own differentiation", () => {
    inScope(engine, () => {
      const { tf, kernels } = engine;
      const weights = someWeights().map(({ values, shape }) => tf.tensor(values, [...shape]));
      const batch = batchOf(6);
      const labels = tf.tensor2d([0, 1, 0, 1, 1, 0].map((label) => [1 - label, label]));
      const pass = runForward(kernels, planStages(TINY_NETWORK), weights, batch);
      const { gradient } = kernels.softmaxCrossEntropy(pass.logits, labels);
      const gradients = runBackward(kernels, pass, weights, gradient.div(6));
      const plainLoss = (...values: Tensor[]): never => {
        const plain = plainNetwork(values);
        return tf.losses.softmaxCrossEntropy(labels, plain.fromLastRamp(plain.untilLastRamp(batch))) as never;
      };
      const expected = tf.grads(plainLoss)(weights);
      expect(gradients.map(({ shape }) => shape)).toEqual(weights.map(({ shape }) => shape));
      for (const [i, tensor] of gradients.entries())
        expectClose(tensor.dataSync(), expected[i]?.dataSync() ?? [], 1e-4);
    });
  });

  it.each([
    ['an end without softmax', TINY_NETWORK.layers.slice(0, -1)],
    ['a ramp of its own', [{ kind: 'ramp' } as const, ...TINY_NETWORK.layers]],
    ['a softmax over three', [...TINY_NETWORK.layers.slice(0, -2), { kind: 'dense', units: 3 }, { kind: 'softmax' }]],
  ] as const)('refuses %s', (_, layers) => {
    expect(() => planStages({ ...TINY_NETWORK, layers: [...layers] })).toThrow(RangeError);
  });
});

describe('Grad-CAM', () => {
  it("is the definition, computed with TensorFlow.js' own differentiation", () => {
    const { tf } = engine;
    const architecture = { ...TINY_NETWORK, resizeSide: TINY_NETWORK.inputSide };
    const weights = someWeights();
    const { inputs } = blobSlices(3, 8, architecture.resizeSide);
    const predictor = createPredictor(engine, architecture, weights);
    const explanations = predictor.explain(inputs);
    predictor.dispose();
    const expected = inScope(engine, () => {
      const plain = plainNetwork(weights.map(({ values, shape }) => tf.tensor(values, [...shape])));
      return explanations.map((_, i) => {
        const slice = tf.tensor4d(inputs.slice(i * 400, (i + 1) * 400), [1, 20, 20, 1]);
        const activation = plain.untilLastRamp(slice);
        const score = (a: Tensor): never => plain.fromLastRamp(a).slice([0, 1], [1, 1]).asScalar() as never;
        const alpha = tf.grad(score)(activation).mean([0, 1, 2]);
        const probability = tf.softmax(plain.fromLastRamp(activation)).dataSync()[1] ?? 0;
        return { heat: tf.relu(activation.mul(alpha).sum(-1)).dataSync(), probability };
      });
    });
    for (const [i, { heat, probability }] of expected.entries()) {
      expect(explanations[i]).toMatchObject({ height: 6, width: 6 });
      expect(explanations[i]?.probability).toBeCloseTo(probability, 5);
      expect(Math.max(...heat)).toBeGreaterThan(0);
      expectClose(explanations[i]?.values ?? [], heat, 1e-4);
    }
  });

  it('has the slope that nudging the activations shows', () => {
    // Finite differences through the plain network: d logit / d A_k, summed over cells, for every channel.
    const { tf } = engine;
    inScope(engine, () => {
      const weights = someWeights().map(({ values, shape }) => tf.tensor(values, [...shape]));
      const plain = plainNetwork(weights);
      const batch = batchOf(1);
      const activation = plain.untilLastRamp(batch);
      const logit = (a: Tensor): number => plain.fromLastRamp(a).dataSync()[1] ?? 0;
      const step = 1e-2;
      const slopes = Array.from({ length: 8 }, (_, channel) => {
        const nudge = tf.oneHot(tf.scalar(channel, 'int32'), 8).mul(step);
        return (logit(activation.add(nudge)) - logit(activation.sub(nudge))) / (2 * step);
      });
      const heat = tf.relu(activation.mul(tf.tensor1d(slopes).div(36)).sum(-1)).dataSync();
      const architecture = { ...TINY_NETWORK, resizeSide: TINY_NETWORK.inputSide };
      const predictor = createPredictor(engine, architecture, someWeights());
      const [explanation] = predictor.explain(batch.dataSync() as Float32Array);
      predictor.dispose();
      expectClose(explanation?.values ?? [], heat, 2e-2);
    });
  });
});

describe('answers', () => {
  it('are the same to the last bit or so, whatever else is in the batch', () => {
    for (const architecture of [TINY_NETWORK, ARCHITECTURES.lenet]) {
      const predictor = createPredictor(engine, architecture, initialWeights(architecture, 1));
      const { inputs, labels } = blobSlices(37, 4, architecture.resizeSide);
      const length = architecture.resizeSide ** 2;
      const together = predictor.predict(inputs);
      const alone = Array.from(labels.keys()).filter((i) => i % 6 === 0);
      for (const i of alone) {
        const slice = inputs.slice(i * length, (i + 1) * length);
        expect(predictor.predict(slice)[0]).toBeCloseTo(together[i] as number, 6);
        expect(predictor.explain(slice)[0]?.probability).toBeCloseTo(together[i] as number, 6);
      }
      predictor.dispose();
    }
  });

  it('leave no tensor behind', () => {
    const before = engine.tf.memory().numTensors;
    const predictor = createPredictor(engine, TINY_NETWORK, initialWeights(TINY_NETWORK, 1));
    const { inputs } = blobSlices(40, 4);
    predictor.predict(inputs);
    predictor.explain(inputs);
    predictor.dispose();
    expect(engine.tf.memory().numTensors).toBe(before);
  });
});

describe('Adam', () => {
  it('takes the steps of the paper', () => {
    const { tf } = engine;
    const start = Float32Array.of(1, -2, 3);
    const slopes = [Float32Array.of(0.1, -1, 0), Float32Array.of(0.3, 2, -4)];
    const before = tf.memory().numTensors;
    const weights = createTrainableWeights(engine, [{ shape: [3], values: start }]);
    for (const [step, slope] of slopes.entries()) {
      const gradient = tf.tensor1d(slope);
      weights.applyAdam([gradient], 0.01 * (step + 1));
      gradient.dispose();
    }
    const values = inScope(engine, () => Array.from(weights.read()[0]?.dataSync() ?? []));
    weights.dispose();
    expect(tf.memory().numTensors).toBe(before);

    const expected = Array.from(start, (value, i) => {
      let [theta, m, v] = [value, 0, 0];
      for (const [step, slope] of slopes.entries()) {
        const g = slope[i] ?? 0;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        const rate = (0.01 * (step + 1) * Math.sqrt(1 - 0.999 ** (step + 1))) / (1 - 0.9 ** (step + 1));
        theta -= (rate * m) / (Math.sqrt(v) + 1e-7);
      }
      return theta;
    });
    expectClose(values, expected, 1e-6);
    expect(values[0]).not.toBe(1);
  });
});

describe('initial weights', () => {
  it('are those of the seed, within the limits of Glorot and Bengio', () => {
    const [kernel, bias] = initialWeights(TINY_NETWORK, 1);
    const limit = Math.sqrt(6 / (25 * 1 + 25 * 6));
    expect(Math.max(...(kernel?.values ?? []))).toBeLessThanOrEqual(limit);
    expect(Math.max(...(kernel?.values ?? []))).toBeGreaterThan(0.9 * limit);
    expect(Math.min(...(kernel?.values ?? []))).toBeLessThan(-0.9 * limit);
    expect(bias?.values.every((value) => value === 0)).toBe(true);
    expect(initialWeights(TINY_NETWORK, 1)).toEqual(initialWeights(TINY_NETWORK, 1));
    expect(initialWeights(TINY_NETWORK, 2)[0]?.values).not.toEqual(kernel?.values);
  });
});
