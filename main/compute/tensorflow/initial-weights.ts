import { createSeededRandom, deriveSeed } from '../../../src/random/seeded-random.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';

/** One weight of a network: its name and shape (see inferLayerShapes) and its values, row-major. */
export interface NamedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Seeded starting weights: kernels uniform in +-sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010; Keras' default),
 * biases 0, scales and variances 1. Each weight has a random stream of its own, named after it.
 */
export function initialWeights(architecture: Architecture, seed: number): NamedWeight[] {
  return inferLayerShapes(architecture)
    .flatMap(({ weights }) => weights)
    .map(({ name, shape, start }) => {
      const count = shape.reduce((a, b) => a * b, 1);
      if (start !== 'random') return { name, shape, values: new Float32Array(count).fill(start === 'ones' ? 1 : 0) };
      const field = shape.slice(0, -2).reduce((a, b) => a * b, 1);
      const [fanIn = 1, fanOut = 1] = shape.slice(-2).map((size) => size * field);
      const limit = Math.sqrt(6 / (fanIn + fanOut));
      const random = createSeededRandom(deriveSeed(seed, 'weights', name));
      const values = new Float32Array(count);
      // 32 random bits are more than a float32 holds, and 22 million draws are felt.
      for (let index = 0; index < count; index++) values[index] = (random.nextUint32() / 0x80000000 - 1) * limit;
      return { name, shape, values };
    });
}
