import { describe, expect, it } from 'vitest';
import { deLongArea, deLongDifference, deLongInterval } from '../../../src/statistics/delong.ts';
import { POOR_OUTCOMES, S100B_ORDER, WFNS_ORDER } from './fixtures/aneurysm-ranks.ts';
import { LABELS, PROBABILITIES, SECOND_PROBABILITIES } from './fixtures/scored-examples.ts';

const wfns = Float64Array.from(WFNS_ORDER);
const s100b = Float64Array.from(S100B_ORDER);
const outcomes = Uint8Array.from(WFNS_ORDER, (_, index) => (index < POOR_OUTCOMES ? 1 : 0));
const labels = Uint8Array.from(LABELS);
const first = Float64Array.from(PROBABILITIES);
const second = Float64Array.from(SECOND_PROBABILITIES);

describe('deLongArea', () => {
  // pROC's worked example, ci.auc(aSAH$outcome, aSAH$wfns) and ci.auc(aSAH$outcome, aSAH$s100b); further digits from
  // confidenceinterval 1.0.5: confidenceinterval.roc_auc_score(outcomes, order), which computes ranks in 32 bits
  it.each([
    ['wfns', wfns, 0.8236789, 0.7485349, 0.8988228],
    ['s100b', s100b, 0.7313686, 0.6301182, 0.8326189],
  ])('agrees with R pROC for %s', (_name, scores, auc, low, high) => {
    const area = deLongArea(scores, outcomes);
    const interval = area && deLongInterval(area, 'plain');
    expect(area?.auc).toBeCloseTo(auc, 7);
    expect(interval?.low).toBeCloseTo(low, 6);
    expect(interval?.high).toBeCloseTo(high, 6);
  });

  it('keeps the interval inside 0..1: cut on the plain scale, bent on the logit scale', () => {
    // numpy 2.4.6: numpy.cov over the placement means; MLstatkit 0.1.91 Delong_test(labels, first, second): 0.863128..1
    const area = deLongArea(first, labels);
    expect(area?.variance).toBeCloseTo(0.0016485979015700481, 15);
    expect(area && deLongInterval(area, 'plain')).toEqual({ low: expect.closeTo(0.8631280534220129, 12), high: 1 });
    // scipy 1.17.1: scipy.special.expit(logit(auc) -+ norm.ppf(.975) * se / (auc * (1 - auc)))
    expect(area && deLongInterval(area, 'logit')).toEqual({
      low: expect.closeTo(0.7903684055539419, 12),
      high: expect.closeTo(0.9862660601018134, 12),
    });
  });

  it('has no variance with fewer than two slices of a label, and no interval where it is 0', () => {
    expect(deLongArea(Float64Array.of(0.1, 0.2, 0.9), Uint8Array.of(0, 0, 1))).toBeNull();
    expect(deLongArea(new Float64Array(0), new Uint8Array(0))).toBeNull();
    const perfect = deLongArea(Float64Array.of(0.1, 0.2, 0.8, 0.9), Uint8Array.of(0, 0, 1, 1));
    expect(perfect).toEqual({ auc: 1, variance: 0 });
    expect(perfect && deLongInterval(perfect, 'logit')).toBeNull();
    expect(perfect && deLongInterval(perfect, 'plain')).toBeNull();
  });

  it('refuses lists of different lengths', () => {
    expect(() => deLongArea(Float64Array.of(0.1), Uint8Array.of(0, 1))).toThrow(RangeError);
  });
});

describe('deLongDifference', () => {
  it('agrees with R pROC on its worked example', () => {
    // pROC, its own test of roc.test(r.wfns, r.s100b): Z, p and conf.int
    const test = deLongDifference(wfns, s100b, outcomes);
    expect(test?.z).toBeCloseTo(2.20898359144091, 12);
    expect(test?.p).toBeCloseTo(0.0271757822291882, 12);
    expect(test?.low).toBeCloseTo(0.0104061769564846, 12);
    expect(test?.high).toBeCloseTo(0.174214419249478, 12);
  });

  it('agrees with MLstatkit', () => {
    // MLstatkit 0.1.91: MLstatkit.Delong_test(labels, first, second), whose z is second less first
    const test = deLongDifference(first, second, labels);
    expect(test?.z).toBeCloseTo(3.1057540729290722, 10);
    expect(test?.p).toBeCloseTo(0.0018979449191812935, 12);
    expect(deLongDifference(second, first, labels)?.z).toBeCloseTo(-3.1057540729290722, 10);
  });

  it('finds no difference between models that rank alike, and has no test without variance', () => {
    const cubed = first.map((score) => score ** 3);
    expect(deLongDifference(first, cubed, labels)).toEqual({ difference: 0, low: 0, high: 0, z: 0, p: 1 });
    const four = Uint8Array.of(0, 0, 1, 1);
    expect(deLongDifference(Float64Array.of(1, 1, 2, 2), Float64Array.of(2, 2, 1, 1), four)).toBeNull();
    expect(deLongDifference(Float64Array.of(1), Float64Array.of(2), Uint8Array.of(1))).toBeNull();
  });
});
