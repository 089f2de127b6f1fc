import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import { evaluationFigures } from '../../../src/statistics/evaluation-figures.ts';
import { repeatedFigures } from '../../../src/statistics/repeated-figures.ts';
import type { ScoredSlice } from '../../../src/statistics/scored-slices.ts';

const OPTIONS = { threshold: 0.5, prevalence: null, seed: 3, resamples: 400 };

/** Slices that a network tells apart, well but not wholly; `groupSize` of them hang together. */
function repeat(seed: number, groupSize: number): ScoredSlice[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: 120 }, (_, index) => {
    const label = index % 2 === 0 ? 'haemorrhage' : 'none';
    const probability = Math.min(1, Math.max(0, (label === 'none' ? 0.35 : 0.65) + random.normal(0, 0.25)));
    return { probability, label, group: `g${Math.floor(index / groupSize)}` };
  });
}

const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? Number.NaN) - (low ?? 0);

describe('repeatedFigures', () => {
  it('is evaluationFigures for a single repeat', () => {
    const slices = repeat(1, 2);
    expect(repeatedFigures([slices], OPTIONS)).toEqual(evaluationFigures(slices, OPTIONS).figures);
  });

  it('gives the mean of the repeats, on as many slices as there are', () => {
    const repeats = [repeat(1, 1), repeat(2, 1), repeat(3, 1)];
    const figures = repeatedFigures(repeats, OPTIONS);
    const each = repeats.map((slices) => evaluationFigures(slices, OPTIONS).figures);
    for (const name of ['accuracy', 'auc', 'brier', 'sensitivityAt90Specificity'] as const) {
      const mean = each.reduce((sum, one) => sum + (one[name].value ?? Number.NaN), 0) / 3;
      expect(figures[name].value).toBeCloseTo(mean, 12);
    }
    expect(figures.accuracy.n).toBe(120);
    expect(figures.sensitivity.n).toBe(60);
    expect(figures.accuracy.method).toBe('mean of 3 repeats, stratified bootstrap, 400 resamples, seed 3');
  });

  it('does not take repeats for more cases: the same repeat ten times has the interval of one', () => {
    const slices = repeat(4, 3);
    const once = repeatedFigures([slices, slices], OPTIONS);
    const often = repeatedFigures(
      Array.from({ length: 10 }, () => slices),
      OPTIONS,
    );
    const single = evaluationFigures(slices, OPTIONS).figures;
    for (const name of ['accuracy', 'auc', 'averagePrecision'] as const) {
      expect(width(often[name])).toBeCloseTo(width(once[name]), 12);
      expect(width(often[name])).toBeCloseTo(width(single[name]), 12);
      expect(width(often[name])).toBeGreaterThan(0.02);
    }
  });

  it('finds a slice again in a ranking of another order', () => {
    // The first repeat ranks all right, the second all wrong: weights that went to other slices would not average to 1/2.
    const right = repeat(5, 1).map((slice) => ({ ...slice, probability: slice.label === 'none' ? 0.1 : 0.9 }));
    const wrong = right.map((slice) => ({ ...slice, probability: 1 - slice.probability })).reverse();
    const back = [...wrong].reverse();
    const { accuracy, auc } = repeatedFigures([right, back], OPTIONS);
    expect(accuracy.value).toBe(0.5);
    expect(auc.value).toBe(0.5);
  });

  it('refuses repeats of other slices, and none', () => {
    const slices = repeat(1, 1);
    const other = slices.map((slice, index) => (index === 7 ? { ...slice, group: 'another' } : slice));
    expect(() => repeatedFigures([], OPTIONS)).toThrow(RangeError);
    expect(() => repeatedFigures([slices, slices.slice(1)], OPTIONS)).toThrow(/same slices/);
    expect(() => repeatedFigures([slices, other], OPTIONS)).toThrow(/same slices/);
  });
});
