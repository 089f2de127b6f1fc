import { describe, expect, it } from 'vitest';
import { type ComparedSlice, compareModels } from '../../../src/statistics/compare-models.ts';
import { LABELS, PROBABILITIES, SECOND_PROBABILITIES } from './fixtures/scored-examples.ts';

const options = { currentThreshold: 0.5, candidateThreshold: 0.5, seed: 1 };

function compared(current: readonly number[], candidate: readonly number[], groupSize = 1): ComparedSlice[] {
  return LABELS.map((label, index) => ({
    current: current[index] ?? Number.NaN,
    candidate: candidate[index] ?? Number.NaN,
    label: label === 1 ? 'haemorrhage' : 'none',
    group: `group ${Math.floor(index / groupSize)}`,
  }));
}

describe('compareModels', () => {
  it('agrees with statsmodels, MLstatkit and scipy, and claims an improvement where both tests hold', () => {
    const found = compareModels(compared(SECOND_PROBABILITIES, PROBABILITIES), options);
    expect(found).toMatchObject({ n: 40, onlyCurrentRight: 0, onlyCandidateRight: 7, verdict: 'improvement' });
    // statsmodels 0.15.0: mcnemar([[0, 0], [7, 0]], exact=True).pvalue
    expect(found.mcNemarP).toBeCloseTo(0.015625, 12);
    // MLstatkit 0.1.91: Delong_test(labels, second, first)
    expect(found.deLong?.z).toBeCloseTo(3.1057540729290722, 10);
    // scipy 1.17.1: scipy.stats.bootstrap of the summed gains of both labels / 40, percentile: 0.075..0.3
    expect(found.accuracyDifference).toMatchObject({ low: 0.075, high: 0.3 });
    expect(found.accuracyDifference.value).toBeCloseTo(0.175, 12);
    // numpy 2.4.6 and scikit-learn 1.9.1: quantiles of 8000 stratified draws of both areas: 0.0677..0.2721
    expect(found.aucDifference.value).toBeCloseTo(0.16015625, 12);
    expect(Math.abs((found.aucDifference.low ?? 0) - 0.0677)).toBeLessThan(0.01);
    expect(Math.abs((found.aucDifference.high ?? 0) - 0.2721)).toBeLessThan(0.01);
    expect(found.words).toBe('Better: accuracy +17.5 points, 95 % interval +7.5 to +30.0, McNemar p = 0.016.');
  });

  it('says so where the candidate is worse', () => {
    const found = compareModels(compared(PROBABILITIES, SECOND_PROBABILITIES), options);
    expect(found.verdict).toBe('worsening');
    expect(found.words).toContain('Worse: accuracy -17.5 points');
  });

  it('sees no provable improvement in one slice more, nor in the same model', () => {
    const slightly = SECOND_PROBABILITIES.map((probability, index) => (index === 2 ? 0.1 : probability));
    const found = compareModels(compared(SECOND_PROBABILITIES, slightly), options);
    expect(found).toMatchObject({ onlyCandidateRight: 1, mcNemarP: 1, verdict: 'no-provable-improvement' });
    expect(found.words).toContain('No provable improvement');
    const same = compareModels(compared(PROBABILITIES, PROBABILITIES), options);
    expect(same).toMatchObject({ verdict: 'no-provable-improvement', deLong: { difference: 0, p: 1 } });
    expect(same.accuracyDifference).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  it('claims nothing where the interval lies above 0 and McNemar does not agree', () => {
    const withoutSome = PROBABILITIES.map((probability, index) =>
      [2, 3, 12, 18].includes(index) ? probability : (SECOND_PROBABILITIES[index] ?? 0),
    );
    const better = withoutSome.map((probability, index) => ([2, 3, 12, 18].includes(index) ? 0.1 : probability));
    const found = compareModels(compared(withoutSome, better), options);
    expect(found.onlyCandidateRight).toBe(4);
    expect(found.accuracyDifference.low).toBeGreaterThan(0);
    expect(found.mcNemarP).toBeCloseTo(0.125, 12);
    expect(found.verdict).toBe('no-provable-improvement');
  });

  it('draws whole groups where they hold more slices, and leaves out DeLong, which does not', () => {
    const found = compareModels(compared(SECOND_PROBABILITIES, PROBABILITIES, 4), options);
    expect(found.accuracyDifference.method).toContain('group bootstrap');
    expect(found.deLong).toBeNull();
  });

  it('has nothing to say without slices, and no area with one label', () => {
    const nothing = compareModels([], options);
    expect(nothing).toMatchObject({ verdict: 'no-provable-improvement', accuracyDifference: { value: null } });
    const oneLabel = compared(PROBABILITIES, SECOND_PROBABILITIES).filter(({ label }) => label === 'none');
    expect(compareModels(oneLabel, options).aucDifference).toMatchObject({ value: null, low: null });
  });

  it('refuses what is no probability or threshold', () => {
    expect(() => compareModels(compared([], PROBABILITIES), options)).toThrow(RangeError);
    expect(() => compareModels([], { ...options, candidateThreshold: Number.NaN })).toThrow(RangeError);
  });
});
