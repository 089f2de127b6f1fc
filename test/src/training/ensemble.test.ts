import { expect, it } from 'vitest';
import { ensembleFolds, ensembleSchema, memberCount, memberSeed } from '../../../src/training/ensemble.ts';

const training = Array.from({ length: 24 }, (_, index) => ({
  label: index % 2 === 0 ? ('haemorrhage' as const) : ('none' as const),
  group: `head-${Math.floor(index / 4)}`,
}));

it('deals the training slices into folds that keep groups whole', () => {
  const folds = ensembleFolds(training, { ensemble: { of: 'folds', count: 3 }, seed: 5 });
  expect(new Set(folds)).toEqual(new Set([0, 1, 2]));
  for (let group = 0; group < 6; group++) expect(new Set(folds?.subarray(4 * group, 4 * group + 4)).size).toBe(1);
  expect(ensembleFolds(training, { ensemble: { of: 'folds', count: 3 }, seed: 5 })).toEqual(folds);
});

it('deals nothing for seeds or one network, and refuses more folds than groups in words', () => {
  expect(ensembleFolds(training, { ensemble: { of: 'seeds', count: 3 }, seed: 5 })).toBeNull();
  expect(ensembleFolds(training, { seed: 5 })).toBeNull();
  expect(() => ensembleFolds(training, { ensemble: { of: 'folds', count: 7 }, seed: 5 })).toThrow(/Only 6 groups/);
});

it('gives the first network the seed of the run, and the others their own', () => {
  const seeds = [0, 1, 2, 3].map((member) => memberSeed(42, member));
  expect(seeds[0]).toBe(42);
  expect(new Set(seeds).size).toBe(4);
  expect(memberCount({})).toBe(1);
  expect(memberCount({ ensemble: { of: 'seeds', count: 4 } })).toBe(4);
});

it.each([0, 1, 11, 2.5])('refuses an ensemble of %d', (count) => {
  expect(ensembleSchema.safeParse({ of: 'seeds', count }).success).toBe(false);
});
