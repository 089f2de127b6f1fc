import { expect, test } from 'vitest';
import {
  FEWEST_FOR_LIKENESS,
  type Lesson,
  likenessOf,
  likenessReference,
  UNLIKE_BELOW,
} from '../../../src/prediction/likeness.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';

/** Each row of a group of its own. */
const apart = (rows: readonly number[][]): Lesson[] => rows.map((features, at) => ({ features, group: `g${at}` }));

/** Patients whose slices lie about a place of their own, as far apart as the slices of one are. */
function patients(seed: number, count: number, slices: number): Lesson[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, (_, patient) => {
    const place = Array.from({ length: 8 }, () => random.normal());
    return Array.from({ length: slices }, () => {
      return { features: place.map((at) => at + 0.3 * random.normal()), group: `p${patient}` };
    });
  }).flat();
}

/** Rows of four standard normal numbers, moved by `shift`. */
function normalRows(seed: number, count: number, shift = 0): number[][] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, () => Array.from({ length: 4 }, () => random.normal(shift)));
}

test('of slices like the training slices about one in twenty is called unlike', () => {
  const reference = likenessReference(apart(normalRows(1, 300)));
  const marked = normalRows(2, 1000).filter((row) => likenessOf(reference, row).pValue < UNLIKE_BELOW).length;
  // Binomial: 1000 x 0.05 = 50, plus and minus four standard deviations (6.9) and the reference's own scatter.
  expect(marked).toBeGreaterThan(15);
  expect(marked).toBeLessThan(95);
});

test('of slices of new patients about one in twenty is called unlike, though each lies far from every other patient', () => {
  const shareMarked = (lessons: readonly Lesson[]): number => {
    const reference = likenessReference(lessons);
    const asked = patients(12, 200, 5);
    return asked.filter(({ features }) => likenessOf(reference, features).pValue < UNLIKE_BELOW).length / asked.length;
  };
  const lessons = patients(11, 40, 12);
  // 200 patients: 0.05 plus and minus four standard deviations of 0.015, and the scatter of the 40 of the reference.
  expect(shareMarked(lessons)).toBeLessThan(0.15);
  expect(shareMarked(lessons)).toBeGreaterThan(0);
  // Measured beside their own patient's slices the training slices would lie near, and most new ones would be marked.
  expect(shareMarked(lessons.map((lesson, at) => ({ ...lesson, group: `s${at}` })))).toBeGreaterThan(0.5);
});

test('slices from elsewhere are called unlike, with what is furthest off', () => {
  const reference = likenessReference(apart(normalRows(1, 300)));
  const far = normalRows(3, 200, 6).map((row) => likenessOf(reference, row));
  expect(far.filter(({ pValue }) => pValue < UNLIKE_BELOW)).toHaveLength(200);
  expect(likenessOf(reference, [0, 9, 0, 0]).furthest).toMatchObject({ feature: 1 });
  expect(likenessOf(reference, [0, -9, 0, 0]).furthest.deviations).toBeLessThan(-5);
});

test('too few training slices are refused', () => {
  expect(() => likenessReference(apart(normalRows(1, FEWEST_FOR_LIKENESS - 1)))).toThrow('too few');
  expect(() => likenessReference(patients(1, 1, 60))).toThrow('of one group');
  const fewest = likenessReference(apart(normalRows(1, FEWEST_FOR_LIKENESS)));
  expect(likenessOf(fewest, [50, 50, 50, 50]).pValue).toBeLessThan(UNLIKE_BELOW);
});
