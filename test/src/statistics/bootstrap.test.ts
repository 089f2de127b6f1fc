import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../../src/statistics/average-precision.ts';
import { bootstrap, groupPlan, leaveOneOut, stratifiedPlan } from '../../../src/statistics/bootstrap.ts';
import { percentileInterval } from '../../../src/statistics/bootstrap-interval.ts';
import { brierScore } from '../../../src/statistics/brier.ts';
import { areaUnderRoc } from '../../../src/statistics/roc.ts';
import { rankScores } from '../../../src/statistics/scored-slices.ts';
import { LABELS, ONLY_NONE, PROBABILITIES, scoredSlices } from './fixtures/scored-examples.ts';

const ranked = rankScores(scoredSlices(LABELS, PROBABILITIES));
const pairs = rankScores(scoredSlices(LABELS, PROBABILITIES, (index) => index >> 1));

describe('bootstrap', () => {
  // Tolerances are about four times the Monte Carlo error of a limit with 20000 resamples.
  it('agrees with scipy where slices are drawn within their label', () => {
    // scipy 1.17.1: scipy.stats.bootstrap((with, without), average_precision_score of both, method='percentile', n_resamples=20000)
    const { ap } = bootstrap(stratifiedPlan(ranked), (weights) => ({ ap: averagePrecision(ranked, weights) }), {
      resamples: 20000,
      seed: 1,
    });
    const interval = percentileInterval(ap);
    expect(Math.abs((interval?.low ?? 0) - 0.8556500115528924)).toBeLessThan(0.004);
    expect(interval?.high).toBe(1);
  });

  it('agrees with scipy where whole groups are drawn', () => {
    // scipy 1.17.1: scipy.stats.bootstrap((mean squared error of each pair,), numpy.mean, method='percentile', n_resamples=100000);
    // with every slice a group: of each slice
    const options = { resamples: 20000, seed: 2 };
    const inPairs = percentileInterval(
      bootstrap(groupPlan(pairs), (w) => ({ brier: brierScore(pairs, w) }), options).brier,
    );
    expect(Math.abs((inPairs?.low ?? 0) - 0.06689981250000002)).toBeLessThan(0.0015);
    expect(Math.abs((inPairs?.high ?? 0) - 0.156442625)).toBeLessThan(0.0015);
    const single = percentileInterval(
      bootstrap(groupPlan(ranked), (w) => ({ brier: brierScore(ranked, w) }), options).brier,
    );
    expect(Math.abs((single?.low ?? 0) - 0.06772750000000001)).toBeLessThan(0.0015);
    expect(Math.abs((single?.high ?? 0) - 0.15705012499999996)).toBeLessThan(0.0015);
  });

  it('does not take a slice that is there twice for more evidence', () => {
    const twice = rankScores(
      scoredSlices([...LABELS, ...LABELS], [...PROBABILITIES, ...PROBABILITIES], (index) => index % LABELS.length),
    );
    const options = { resamples: 4000, seed: 3 };
    const width = (values: Float64Array): number => {
      const interval = percentileInterval(values);
      return interval === null ? Number.NaN : interval.high - interval.low;
    };
    const once = width(bootstrap(groupPlan(ranked), (w) => ({ brier: brierScore(ranked, w) }), options).brier);
    const grouped = width(bootstrap(groupPlan(twice), (w) => ({ brier: brierScore(twice, w) }), options).brier);
    const ungrouped = width(bootstrap(stratifiedPlan(twice), (w) => ({ brier: brierScore(twice, w) }), options).brier);
    expect(grouped).toBeCloseTo(once, 12);
    expect(ungrouped).toBeLessThan(0.8 * once);
  });

  it('keeps the labels in their numbers, or the groups together', () => {
    const positiveWeight = (weights: Uint32Array): number =>
      weights.reduce((sum, weight, i) => sum + weight * (ranked.positives[i] ?? 0), 0);
    const total = (weights: Uint32Array): number => weights.reduce((sum, weight) => sum + weight, 0);
    bootstrap(
      stratifiedPlan(ranked),
      (weights) => {
        expect([positiveWeight(weights), total(weights)]).toEqual([16, 40]);
        return {};
      },
      { resamples: 20, seed: 4 },
    );
    bootstrap(
      groupPlan(pairs),
      (weights) => {
        const times = new Map<number, number>();
        weights.forEach((weight, i) => {
          const group = pairs.groups[i] ?? -1;
          expect(times.get(group) ?? weight).toBe(weight);
          times.set(group, weight);
        });
        return {};
      },
      { resamples: 20, seed: 4 },
    );
  });

  it('gives the same draws for the same seed, in ascending order, and others for another', () => {
    const draw = (seed: number): Float64Array =>
      bootstrap(stratifiedPlan(ranked), (w) => ({ auc: areaUnderRoc(ranked, w) }), { resamples: 50, seed }).auc;
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect([...draw(7)]).toEqual([...draw(7)].sort((a, b) => a - b));
  });

  it('leaves out resamples in which a statistic is not defined', () => {
    const none = rankScores(ONLY_NONE);
    const draws = bootstrap(groupPlan(none), (w) => ({ auc: areaUnderRoc(none, w), brier: brierScore(none, w) }), {
      resamples: 30,
      seed: 1,
    });
    expect(draws.auc).toHaveLength(0);
    expect(draws.brier).toHaveLength(30);
  });

  it('refuses what is no number of resamples', () => {
    expect(() => bootstrap(groupPlan(ranked), () => ({}), { resamples: 0, seed: 1 })).toThrow(RangeError);
  });
});

describe('leaveOneOut', () => {
  it('leaves out one unit at a time, stratum by stratum', () => {
    expect(leaveOneOut(stratifiedPlan(ranked), (weights) => weights.reduce((a, b) => a + b, 0))).toEqual([
      new Array(16).fill(39),
      new Array(24).fill(39),
    ]);
    expect(leaveOneOut(groupPlan(pairs), (weights) => weights.reduce((a, b) => a + b, 0))).toEqual([
      new Array(20).fill(38),
    ]);
  });
});
