import { expect, test } from 'vitest';
import { FEWEST_FOR_LIKENESS, likenessOf, likenessReference, UNLIKE_BELOW } from '../../../src/prediction/likeness.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';

/** Rows of four standard normal numbers, moved by `shift`. */
function normalRows(seed: number, count: number, shift = 0): number[][] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, () => Array.from({ length: 4 }, () => random.normal(shift)));
}

test('of slices like the training slices about one in twenty is called unlike', () => {
  const reference = likenessReference(normalRows(1, 300));
  const marked = normalRows(2, 1000).filter((row) => likenessOf(reference, row).pValue < UNLIKE_BELOW).length;
  // Binomial: 1000 x 0.05 = 50, plus and minus four standard deviations (6.9) and the reference's own scatter.
  expect(marked).toBeGreaterThan(15);
  expect(marked).toBeLessThan(95);
});

test('slices from elsewhere are called unlike, with what is furthest off', () => {
  const reference = likenessReference(normalRows(1, 300));
  const far = normalRows(3, 200, 6).map((row) => likenessOf(reference, row));
  expect(far.filter(({ pValue }) => pValue < UNLIKE_BELOW)).toHaveLength(200);
  expect(likenessOf(reference, [0, 9, 0, 0]).furthest).toMatchObject({ feature: 1 });
  expect(likenessOf(reference, [0, -9, 0, 0]).furthest.deviations).toBeLessThan(-5);
});

test('too few training slices are refused', () => {
  expect(() => likenessReference(normalRows(1, FEWEST_FOR_LIKENESS - 1))).toThrow('too few');
  const fewest = likenessReference(normalRows(1, FEWEST_FOR_LIKENESS));
  expect(likenessOf(fewest, [50, 50, 50, 50]).pValue).toBeLessThan(UNLIKE_BELOW);
});
