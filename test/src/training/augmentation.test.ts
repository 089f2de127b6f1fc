import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import type { Architecture } from '../../../src/training/architecture.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { type Augmentation, augmentationSchema, drawAugmentation } from '../../../src/training/augmentation.ts';
import { elasticField } from '../../../src/training/elastic-field.ts';
import { networkPicture } from '../../../src/training/network-picture.ts';

const { compact, lenet } = ARCHITECTURES;
const SIDE = 48;
/** A network without picture layers: what augmentation does, and nothing else. */
const PLAIN: Architecture = { ...lenet, resizeSide: SIDE, inputSide: SIDE };

function grain(side: number, seed = 99): Float32Array {
  const random = createSeededRandom(seed);
  return Float32Array.from({ length: side * side }, () => random.next());
}

/** 0 at the left and 1 at the right, or 0 at the top and 1 at the bottom. */
const across = Float32Array.from({ length: SIDE * SIDE }, (_, index) => ((index % SIDE) + 0.5) / SIDE);
const down = Float32Array.from({ length: SIDE * SIDE }, (_, index) => (Math.floor(index / SIDE) + 0.5) / SIDE);

const changed = (augmentation: Augmentation, picture: Float32Array, sample = 0) =>
  networkPicture(PLAIN, picture, drawAugmentation(augmentation, 7, 1, sample));

function spread(values: Float32Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe('augmentation that runs were made with', () => {
  // SHA-256 over nine pictures as they were before crop, elastic, noise and the upside-down flip came in.
  const old = {
    flipChance: 0.5,
    rotateDegrees: 15,
    shiftShare: 0.08,
    zoomLog: 0.12,
    verticalZoomLog: 0.05,
    gammaLog: 0.25,
    contrast: 0.15,
    brightness: 0.1,
  };
  it.each([
    [compact, old, 'd1a0dbcb47e8cb34c357df134ae40e55f35be9f47905d9f3242b33ba72e2ea9e'],
    [lenet, old, 'ef9c40a3a941e991b514b96ed6e41763d666290d35e56b55e86eaafe966dcdd6'],
    [compact, {}, 'e90fb93fa08e62c02efcd4d79e9d9ec93ba10b09719267c527530f027e49a880'],
  ])('gives the same bits as ever: %#', (architecture, augmentation, sha256) => {
    const picture = grain(architecture.inputSide);
    const hash = createHash('sha256');
    for (let epoch = 1; epoch <= 3; epoch++) {
      for (let sample = 0; sample < 3; sample++) {
        hash.update(networkPicture(architecture, picture, drawAugmentation(augmentation, 7, epoch, sample)));
      }
    }
    expect(hash.digest('hex')).toBe(sha256);
  });
});

describe('each change', () => {
  it('is the same for the same seed, round and slice, and another for others', () => {
    const all: Augmentation = {
      cropShare: 0.3,
      noise: 0.1,
      elastic: { reachShare: 0.05, smoothnessShare: 0.06 },
      verticalFlipChance: 0.5,
    };
    for (const augmentation of Object.entries(all).map(([key, value]) => ({ [key]: value }) as Augmentation)) {
      const drawn = (seed: number, epoch: number, sample: number) =>
        networkPicture(PLAIN, grain(SIDE), drawAugmentation(augmentation, seed, epoch, sample));
      expect(drawn(1, 2, 3)).toEqual(drawn(1, 2, 3));
      if ('verticalFlipChance' in augmentation) continue;
      for (const other of [drawn(2, 2, 3), drawn(1, 3, 3), drawn(1, 2, 4)]) expect(other).not.toEqual(drawn(1, 2, 3));
    }
  });

  it('crops a part that lies inside the picture and has at least the share that is kept', () => {
    const ends: number[] = [];
    for (let sample = 0; sample < 60; sample++) {
      const picture = changed({ cropShare: 0.4 }, across, sample);
      const [left = -1, right = -1] = [picture[0], picture[SIDE - 1]];
      // Half a pixel of the picture lies outside the centres of its outermost pixels.
      expect(left).toBeGreaterThan(-0.001);
      expect(right).toBeLessThan(1.001);
      expect(right - left).toBeGreaterThan(0.6 * (1 - 1 / SIDE) - 0.02);
      ends.push(right - left);
      // The same share of both axes, so that nothing is stretched.
      const tall = changed({ cropShare: 0.4 }, down, sample);
      const height = (tall[SIDE * SIDE - 1] ?? 0) - (tall[0] ?? 0);
      expect(Math.abs(height - (right - left))).toBeLessThan(0.03);
    }
    expect(Math.min(...ends)).toBeLessThan(0.7);
  });

  it('adds noise of at most the standard deviation asked for, to each pixel its own', () => {
    const flat = new Float32Array(SIDE * SIDE).fill(0.5);
    const deviations = Array.from({ length: 40 }, (_, sample) => spread(changed({ noise: 0.1 }, flat, sample)));
    expect(Math.max(...deviations)).toBeLessThan(0.105);
    expect(Math.max(...deviations)).toBeGreaterThan(0.08);
    expect(Math.min(...deviations)).toBeLessThan(0.03);
  });

  it('lets noise count in the difference between the sides, and not in what comes in from outside', () => {
    const flat = new Float32Array(96 * 96).fill(0.5);
    const drawn = drawAugmentation({ noise: 0.2, shiftShare: 0.4 }, 3, 1, 1);
    const layers = [{ kind: 'mirror-difference' as const }, ...lenet.layers];
    const picture = networkPicture({ ...compact, layers }, flat, drawn);
    const differences = picture.filter((_, index) => index % 2 === 1);
    expect(spread(differences)).toBeGreaterThan(0.01);
    const levels = picture.filter((_, index) => index % 2 === 0);
    expect(levels.filter((level) => level === 0.5).length).toBeGreaterThan(96);
  });

  it('turns upside down', () => {
    const picture = changed({ verticalFlipChance: 1 }, down);
    expect(picture[0]).toBeCloseTo(down[SIDE * SIDE - 1] ?? 9, 5);
    expect(changed({ verticalFlipChance: 1 }, across)[3]).toBeCloseTo(across[3] ?? 9, 5);
  });

  it('bends no farther than asked, and neighbours together', () => {
    const reach = 0.1;
    const moves = Array.from({ length: 20 }, (_, sample) => {
      const picture = changed({ elastic: { reachShare: reach, smoothnessShare: 0.08 } }, across, sample);
      // Away from the edges a pixel's value says where it came from.
      let farthest = 0;
      for (let row = 8; row < SIDE - 8; row++) {
        for (let column = 8; column < SIDE - 8; column++) {
          const at = row * SIDE + column;
          farthest = Math.max(farthest, Math.abs((picture[at] ?? 9) - (across[at] ?? 9)));
        }
      }
      return farthest;
    });
    expect(Math.max(...moves)).toBeLessThanOrEqual(reach + 1e-4);
    expect(Math.max(...moves)).toBeGreaterThan(0.6 * reach);
    expect(Math.min(...moves)).toBeLessThan(0.5 * reach);
  });
});

describe('an elastic field', () => {
  it('has its farthest pixel at the reach, and the smoothness asked for', () => {
    const sigma = 5;
    const { x, y } = elasticField(96, 3, sigma, 11);
    for (const field of [x, y]) {
      expect(Math.max(...field.map(Math.abs))).toBeCloseTo(3, 5);
      // Smoothed white noise has the correlation exp(-d * d / (4 sigma^2)) at a distance d.
      const products = (distance: number) => {
        let sum = 0;
        for (let row = 0; row < 96; row++)
          for (let column = 0; column < 96; column++)
            sum += (field[row * 96 + column] ?? 0) * (field[row * 96 + ((column + distance) % 96)] ?? 0);
        return sum;
      };
      expect(Math.abs(products(5) / products(0) - Math.exp(-0.25))).toBeLessThan(0.12);
    }
    expect(x).not.toEqual(y);
    expect(elasticField(96, 3, sigma, 11)).toEqual({ x, y });
  });

  it('moves nothing with no reach', () => {
    expect(new Set(elasticField(8, 0, 2, 1).x.map(Math.abs))).toEqual(new Set([0]));
  });
});

it.each([
  { cropShare: 0.95 },
  { noise: -0.1 },
  { verticalFlipChance: 2 },
  { rotateDegrees: 181 },
  { elastic: { reachShare: 0.3, smoothnessShare: 0.1 } },
  { elastic: { reachShare: 0.1, smoothnessShare: 0 } },
])('refuses what is out of bounds: %o', (augmentation) => {
  expect(augmentationSchema.safeParse(augmentation).success).toBe(false);
});
