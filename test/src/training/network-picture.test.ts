import { describe, expect, it } from 'vitest';
import { withMirrorDifference } from '../../../src/prediction/mirror-difference.ts';
import { brainLevels, standardise } from '../../../src/prediction/standardise.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { drawAugmentation } from '../../../src/training/augmentation.ts';
import { defaultTrainingSettings } from '../../../src/training/default-settings.ts';
import { networkPicture } from '../../../src/training/network-picture.ts';

const { compact, lenet } = ARCHITECTURES;
const SIDE = compact.inputSide;

/** Brain at 0.4 with a little slope from left to right, bone around it, black outside. */
function head(): Float32Array {
  return Float32Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [x, y] = [((index % SIDE) + 0.5) / SIDE - 0.5, (Math.floor(index / SIDE) + 0.5) / SIDE - 0.5];
    const r = Math.hypot(x / 0.38, y / 0.46);
    return r > 1 ? 0 : r > 0.85 ? 0.9 : 0.4 + 0.1 * x;
  });
}

describe('standardising', () => {
  it('puts brain at 0 and bone at 1 whatever the window was', () => {
    const dim = head().map((level) => 0.1 + 0.5 * level);
    for (const picture of [head(), dim]) {
      const values = standardise(picture, [brainLevels(picture, SIDE)]);
      expect(values[(SIDE / 2) * SIDE + SIDE / 2]).toBeCloseTo(0, 2);
      expect(values[(SIDE / 2) * SIDE + 15]).toBeCloseTo(1, 2);
    }
  });

  it('leaves an empty picture empty and keeps values within -1.5 and 1.2', () => {
    expect(new Set(standardise(new Float32Array(9), [{ median: 0, high: 0 }]))).toEqual(new Set([0]));
    const [low, high] = standardise(Float32Array.of(-9, 9), [{ median: 0, high: 1 }]);
    expect(low).toBe(-1.5);
    expect(high).toBeCloseTo(1.2, 6);
  });
});

it('the mirror difference stands behind the picture, and is odd about the middle', () => {
  const doubled = withMirrorDifference(Float32Array.of(1, 5, 2, 2), 2, 1);
  expect([...doubled]).toEqual([1, -4, 5, 4, 2, 0, 2, 0]);
});

describe('augmentation', () => {
  const { augmentation = {} } = defaultTrainingSettings(compact, 1);

  it('is the same for the same seed, round and slice, and another for others', () => {
    const drawn = (...[seed, epoch, sample]: [number, number, number]) =>
      networkPicture(compact, head(), drawAugmentation(augmentation, seed, epoch, sample));
    expect(drawn(1, 2, 3)).toEqual(drawn(1, 2, 3));
    for (const other of [drawn(2, 2, 3), drawn(1, 3, 3), drawn(1, 2, 4)]) expect(other).not.toEqual(drawn(1, 2, 3));
  });

  it('does nothing where nothing is asked', () => {
    const still = networkPicture(compact, head(), drawAugmentation({}, 1, 1, 1));
    expect(still).toEqual(networkPicture(compact, head(), null));
    expect(networkPicture({ ...lenet, inputSide: SIDE }, head(), null)).toEqual(head());
  });

  it('flips the picture and turns the sign of the difference with it', () => {
    const plain = networkPicture(compact, head(), null);
    const flipped = networkPicture(compact, head(), drawAugmentation({ flipChance: 1 }, 1, 1, 1));
    for (let row = 0; row < SIDE; row += 5) {
      for (let column = 0; column < SIDE; column++) {
        for (const channel of [0, 1]) {
          const mirrored = plain[(row * SIDE + SIDE - 1 - column) * 2 + channel] ?? 9;
          expect(flipped[(row * SIDE + column) * 2 + channel]).toBeCloseTo(mirrored, 5);
        }
      }
    }
  });

  it('stays within what was asked', () => {
    for (let sample = 0; sample < 50; sample++) {
      const { gamma, contrast, brightness, toSource } = drawAugmentation(augmentation, 1, 1, sample);
      expect(Math.abs(Math.log(gamma))).toBeLessThanOrEqual(0.25);
      expect(Math.abs(contrast - 1)).toBeLessThanOrEqual(0.15);
      expect(Math.abs(brightness)).toBeLessThanOrEqual(0.1);
      const { xx, xy, yx, yy, x0, y0 } = toSource?.(1) ?? { xx: 9, xy: 9, yx: 9, yy: 9, x0: 9, y0: 9 };
      // The middle is moved by the shift alone; areas by both zooms.
      expect(Math.abs(xx / 2 + xy / 2 + x0 - 0.5)).toBeLessThanOrEqual(0.08);
      expect(Math.abs(yx / 2 + yy / 2 + y0 - 0.5)).toBeLessThanOrEqual(0.08);
      expect(Math.abs(Math.log(Math.abs(xx * yy - xy * yx)))).toBeLessThanOrEqual(2 * 0.12 + 0.05 + 1e-9);
    }
  });

  it('leaves standardised brain where it is under gamma: brain and bone are raised with the picture', () => {
    const raised = networkPicture(compact, head(), drawAugmentation({ gammaLog: 0.25 }, 1, 1, 1));
    const at = ((SIDE / 2) * SIDE + SIDE / 2) * 2;
    expect(raised[at]).toBeCloseTo(0, 2);
    expect(raised).not.toEqual(networkPicture(compact, head(), null));
  });
});
