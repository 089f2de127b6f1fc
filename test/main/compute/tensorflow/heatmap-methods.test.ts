import type { Tensor4D } from '@tensorflow/tfjs-node';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { centerCrop, networkBatch } from '../../../../main/compute/tensorflow/batches.ts';
import { type Engine, inScope, startEngine } from '../../../../main/compute/tensorflow/engine.ts';
import { initialWeights, type NamedWeight } from '../../../../main/compute/tensorflow/initial-weights.ts';
import type { Tensor } from '../../../../main/compute/tensorflow/load-tensorflow.ts';
import { createPredictor } from '../../../../main/compute/tensorflow/predictor.ts';
import { randomiseTop } from '../../../../main/compute/tensorflow/randomised-weights.ts';
import { occlusionGrid } from '../../../../src/explanation/occlusion-grid.ts';
import { heatmapGeometry } from '../../../../src/prediction/heatmap-geometry.ts';
import { brainLevels } from '../../../../src/prediction/standardise.ts';
import type { Architecture } from '../../../../src/training/architecture.ts';
import { weightBlocksFromTop } from '../../../../src/training/weight-blocks.ts';
import { blobSlices, TINY_NETWORK } from '../../../support/blob-slices.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Of compact's kind, small. */
const SMALL_COMPACT: Architecture = {
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
  defaultRounds: 1,
};

/** Nothing but one dense layer behind a convolution that hands the picture on: the answer is a weighted sum of pixels. */
const SUM: Architecture = {
  name: 'sum',
  resizeSide: 34,
  inputSide: 32,
  channels: 1,
  layers: [
    { kind: 'conv', filters: 1, size: 1 },
    { kind: 'ramp' },
    { kind: 'flatten' },
    { kind: 'dense', units: 2 },
    { kind: 'softmax' },
  ],
  defaultRounds: 1,
};

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});

/** Weights away from their starting values, so that a forgotten one is seen. */
function someWeights(architecture: Architecture): NamedWeight[] {
  return initialWeights(architecture, 5).map((weight, index) => ({
    ...weight,
    values: weight.values.map((value, i) => value + 0.1 * Math.sin(i + index) ** 2),
  }));
}

function tensorOf({ values, shape }: NamedWeight): Tensor {
  return engine.tf.tensor(values, [...shape]);
}

/** Layers from..until with TensorFlow.js' own operations; weights by name. */
function plainLayers(
  architecture: Architecture,
  weights: readonly NamedWeight[],
  from: number,
  until: number,
  start: Tensor,
): Tensor {
  const { tf } = engine;
  let x = start;
  for (let index = from; index < until; index++) {
    const layer = architecture.layers[index];
    const own = weights.filter(({ name }) => name.startsWith(`${index}.`)).map(tensorOf);
    const at = (place: number): Tensor => own[place] as Tensor;
    switch (layer?.kind) {
      case 'conv':
        x = tf.conv2d(x as Tensor4D, at(0) as Tensor4D, 1, layer.padding ?? 'valid');
        if (own.length > 1) x = x.add(at(1));
        break;
      case 'batch-norm':
        x = x.sub(at(2)).div(at(3).add(1e-3).sqrt()).mul(at(0)).add(at(1));
        break;
      case 'ramp':
        x = tf.relu(x);
        break;
      case 'max-pool':
        x = tf.maxPool(x as Tensor4D, layer.size, layer.size, 'valid');
        break;
      case 'global-pool':
        x = tf.concat([x.mean([1, 2]), x.max([1, 2])], 1);
        break;
      case 'flatten':
        x = x.reshape([x.shape[0] ?? 1, -1]);
        break;
      case 'dense':
        x = tf.matMul(x, at(0)).add(at(1));
        break;
      default:
        break;
    }
  }
  return x;
}

/** Grad-CAM++ as the paper writes it: equations 10, 11, 19 with Y = exp(S), over every cell of A before its pool. */
function plusPlusByDefinition(
  architecture: Architecture,
  weights: readonly NamedWeight[],
  picture: Tensor,
  logitAt: 0 | 1,
): number[] {
  const { tf } = engine;
  const after = heatmapGeometry(architecture).layerIndex + 1;
  const activation = plainLayers(architecture, weights, 0, after, picture);
  const logit = (a: Tensor): Tensor =>
    plainLayers(architecture, weights, after, architecture.layers.length, a).slice([0, logitAt], [1, 1]);
  const score = (a: Tensor): never => tf.exp(logit(a)).asScalar() as never;
  const first = tf.grad(score)(activation);
  const y = tf.exp(logit(activation)).asScalar();
  // With the ramps linear at this point, the second and third derivatives of exp(S) are exp(S) g^2 and exp(S) g^3.
  const g = first.div(y);
  const [second, third] = [y.mul(g.square()), y.mul(g.pow(3))];
  const denominator = second.mul(2).add(activation.sum([1, 2], true).mul(third));
  const alpha = tf.where(denominator.notEqual(0), second.div(denominator), tf.zerosLike(second));
  const channelWeights = alpha.mul(tf.relu(first)).sum([1, 2], true);
  const heat = tf.relu(activation.mul(channelWeights).sum(-1)).div(y);
  return Array.from(heat.dataSync());
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs), 1e-6);
  const error = Math.max(...Array.from(actual, (value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
  expect(error / scale).toBeLessThan(tolerance);
}

describe('Grad-CAM++', () => {
  it.each([
    ['a pool and dense layers behind', TINY_NETWORK, 'haemorrhage'],
    ['a batch norm and a global pool behind', SMALL_COMPACT, 'haemorrhage'],
    ['a pool and dense layers behind, for the other answer', TINY_NETWORK, 'none'],
    ['a batch norm and a global pool behind, for the other answer', SMALL_COMPACT, 'none'],
  ] as const)(
    "is the paper's definition, computed with TensorFlow.js' own differentiation, with %s",
    async (_, architecture, answer) => {
      const weights = someWeights(architecture);
      const { inputs } = blobSlices(3, 8, architecture.resizeSide);
      const predictor = createPredictor(engine, architecture, weights);
      const explanations = await predictor.explainBy('grad-cam-plus-plus', inputs, undefined, answer);
      const plain = predictor.explain(inputs, 'grad-cam', answer);
      predictor.dispose();
      inScope(engine, () => {
        for (const [i, { values, probability }] of explanations.entries()) {
          const batch = networkBatch(architecture, inputs, [i], { cropOf: centerCrop(architecture) });
          const picture = engine.tf.tensor4d(batch.values, batch.shape);
          const expected = plusPlusByDefinition(architecture, weights, picture, answer === 'haemorrhage' ? 1 : 0);
          expect(Math.max(...expected)).toBeGreaterThan(0);
          expectClose(values, expected, 1e-3);
          expect(values).not.toEqual(plain[i]?.values);
          expect(probability).toBe(plain[i]?.probability);
        }
      });
    },
  );
});

describe('occlusion', () => {
  /** Haemorrhage's logit is the sum of the pixels of one 6 x 6 square, none's is 0. */
  const sumOfSquare = (top: number, left: number): NamedWeight[] => {
    const kernel = new Float32Array(32 * 32 * 2);
    for (let row = top; row < top + 6; row++) {
      for (let column = left; column < left + 6; column++) kernel[(row * 32 + column) * 2 + 1] = 1;
    }
    return initialWeights(SUM, 1).map((weight) => {
      if (weight.name === '0.conv.kernel') return { ...weight, values: Float32Array.of(1) };
      return weight.name === '3.dense.kernel' ? { ...weight, values: kernel } : weight;
    });
  };

  /** A head of brain level 0.25 that leaves three pixels of air on each side, with a 6 x 6 square of another level. */
  const headWithSquare = (level: number, [top, left]: readonly [number, number]): Float32Array => {
    const picture = new Float32Array(34 * 34);
    for (let row = 3; row < 31; row++) picture.fill(0.25, row * 34 + 3, row * 34 + 31);
    // The crop starts at 1, 1.
    for (let row = 0; row < 6; row++)
      picture.fill(level, (top + 1 + row) * 34 + left + 1, (top + 1 + row) * 34 + left + 7);
    return picture;
  };

  it('is hot where the answer comes from, by as much as the log-odds fall, and cold everywhere else', async () => {
    const [top, left] = [9, 20];
    const picture = headWithSquare(0.75, [top, left]);
    const predictor = createPredictor(engine, SUM, sumOfSquare(top, left));
    const [explanation] = await predictor.explainBy('occlusion', picture);
    predictor.dispose();
    const grid = occlusionGrid(SUM);
    expect(grid).toMatchObject({ patch: 4, height: 15, width: 15 });
    const fill = brainLevels(picture, 34).median;
    expect(fill).toBe(0.25);
    const shared = (start: number, from: number): number =>
      Math.max(0, Math.min(start + grid.patch, from + 6) - Math.max(start, from));
    const expected = grid.starts.flatMap((row) =>
      grid.starts.map((column) => (0.75 - fill) * shared(row, top) * shared(column, left)),
    );
    expect(explanation).toMatchObject({ height: 15, width: 15 });
    expectClose(explanation?.values ?? [], expected, 1e-5);
    expect(expected.filter((value) => value > 0).length).toBeGreaterThan(8);
    expect(explanation?.probability).toBeGreaterThan(0.99);
  });

  it('for the other answer it is the same effect with its sign turned', async () => {
    const picture = headWithSquare(0.05, [9, 20]);
    const predictor = createPredictor(engine, SUM, sumOfSquare(9, 20));
    const [haemorrhage] = await predictor.explainBy('occlusion', picture);
    const [none] = await predictor.explainBy('occlusion', picture, undefined, 'none');
    predictor.dispose();
    // What is covered is darker than brain: covering it makes haemorrhage likelier, so it spoke for none.
    expect(Math.max(...(haemorrhage?.values ?? [1]))).toBe(0);
    expect(Math.max(...(none?.values ?? []))).toBeCloseTo((0.25 - 0.05) * 16, 4);
    expect(none?.probability).toBe(haemorrhage?.probability);
  });

  it('has no heat where covering makes haemorrhage more likely', async () => {
    const predictor = createPredictor(engine, SUM, sumOfSquare(9, 20));
    const [explanation] = await predictor.explainBy('occlusion', headWithSquare(0.1, [9, 20]));
    predictor.dispose();
    expect(new Set(explanation?.values)).toEqual(new Set([0]));
  });

  it('leaves the air as it is', async () => {
    // Grey in the upper left corner would make haemorrhage less likely here, if it were laid there.
    const negative = sumOfSquare(0, 0).map((weight) =>
      weight.name === '3.dense.kernel' ? { ...weight, values: weight.values.map((value) => -value) } : weight,
    );
    const predictor = createPredictor(engine, SUM, negative);
    const picture = headWithSquare(0.25, [9, 20]);
    for (let row = 0; row < 10; row++) picture.fill(0, row * 34, row * 34 + 10);
    const [explanation] = await predictor.explainBy('occlusion', picture);
    predictor.dispose();
    expect(new Set(explanation?.values)).toEqual(new Set([0]));
  });

  it('gives a slice the same bits whatever else is asked, and no tensor stays', async () => {
    const before = engine.tf.memory().numTensors;
    const predictor = createPredictor(engine, SMALL_COMPACT, someWeights(SMALL_COMPACT));
    const { inputs } = blobSlices(3, 8, 16);
    const together = await predictor.explainBy('occlusion', inputs);
    const [alone] = await predictor.explainBy('occlusion', inputs.slice(2 * 256));
    expect(alone).toEqual(together[2]);
    predictor.dispose();
    expect(engine.tf.memory().numTensors).toBe(before);
  });

  it('can be given up between two batches', async () => {
    const predictor = createPredictor(engine, SUM, sumOfSquare(9, 20));
    const abort = new AbortController();
    const under = predictor.explainBy('occlusion', new Float32Array(34 * 34 * 4), abort.signal);
    abort.abort(new Error('next slice'));
    await expect(under).rejects.toThrow('next slice');
    predictor.dispose();
  });
});

describe('making weights random from the answer down', () => {
  it('takes the blocks that were asked for, batch norms with their convolution, and leaves the rest', () => {
    const trained = someWeights(SMALL_COMPACT);
    const fresh = initialWeights(SMALL_COMPACT, 9);
    const blocks = weightBlocksFromTop(SMALL_COMPACT);
    expect(blocks.map(({ name }) => name)).toEqual(['dense 11', 'convolution 6', 'convolution 2']);
    const changed = (topBlocks: number): string[] => {
      const weights = randomiseTop(SMALL_COMPACT, trained, { topBlocks, seed: 9 });
      expect(weights.map(({ name }) => name)).toEqual(trained.map(({ name }) => name));
      return weights.filter((weight, i) => weight !== trained[i]).map(({ name }) => name);
    };
    expect(changed(1)).toEqual(['11.dense.kernel', '11.dense.bias']);
    expect(changed(2)).toContain('7.batch-norm.variance');
    expect(changed(2)).not.toContain('2.conv.kernel');
    expect(randomiseTop(SMALL_COMPACT, trained, { topBlocks: 3, seed: 9 })).toEqual(fresh);
    expect(() => changed(4)).toThrow(/3 blocks/);
  });
});
