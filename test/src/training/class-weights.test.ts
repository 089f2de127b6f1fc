import { expect, it } from 'vitest';
import { classWeightsOf } from '../../../src/training/class-weights.ts';

it('gives each class half of the whole weight', () => {
  // n / (2 * n of the class): 8 / 12 for six of none, 8 / 4 for two of haemorrhage.
  const [none, haemorrhage] = classWeightsOf(Uint8Array.of(0, 0, 0, 1, 0, 0, 1, 0), 'balanced') ?? [0, 0];
  expect(none).toBeCloseTo(8 / 12, 12);
  expect(haemorrhage).toBeCloseTo(2, 12);
});

it('is nothing where classes are as frequent as they are', () => {
  expect(classWeightsOf(Uint8Array.of(0, 0, 1))).toBeNull();
  expect(classWeightsOf(Uint8Array.of(0, 0, 1), 'none')).toBeNull();
  expect(classWeightsOf(Uint8Array.of(0, 1), 'balanced')).toEqual([1, 1]);
});
