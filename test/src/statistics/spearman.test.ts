import { expect, it } from 'vitest';
import { spearman } from '../../../src/statistics/spearman.ts';

it('gives the published worked example: IQ and hours of television, rho = -29/165', () => {
  const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
  const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
  expect(spearman(iq, hours)).toBeCloseTo(-29 / 165, 12);
});

it('gives the values of scipy 1.17.1 spearmanr with ties', () => {
  expect(spearman([0, 0, 0, 1, 2, 2, 5, 7], [1, 0, 0, 2, 2, 3, 3, 9])).toBeCloseTo(0.9500742274486423, 12);
  expect(spearman([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [2, 7, 1, 8, 2, 8, 1, 8, 2, 8])).toBeCloseTo(0.13471506281091267, 12);
});

it('knows nothing of constants, of one pair, or of sides that do not fit', () => {
  expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(spearman([1], [2])).toBeNull();
  expect(() => spearman([1, 2], [1])).toThrow(/paired/);
});
