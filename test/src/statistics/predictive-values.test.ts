import { describe, expect, it } from 'vitest';
import { predictiveValues, predictiveValuesAt } from '../../../src/statistics/predictive-values.ts';

describe('predictiveValues', () => {
  // statsmodels 0.15.0: statsmodels.stats._delta_method.NonlinearDeltaCov of the logits of PPV and NPV at (sensitivity, specificity),
  // with diag(p(1-p)/n); scipy.special.expit of logit -+ norm.ppf(.975) * se
  it.each([
    [
      56,
      70,
      65,
      80,
      0.1,
      [0.3216080402010051, 0.22840373809534437, 0.4315728590700663],
      [0.9733777038269552, 0.9576624942283485, 0.9833609547193577],
    ],
    [
      178,
      203,
      120,
      150,
      0.03,
      [0.11940432002146598, 0.08929533576433177, 0.15790529739346812],
      [0.9952615019143533, 0.993115693678002, 0.9967406661694813],
    ],
  ])('agrees with a numerical delta method for %i/%i and %i/%i', (k1, n1, k0, n0, prevalence, ppv, npv) => {
    const found = predictiveValues({ value: k1 / n1, n: n1 }, { value: k0 / n0, n: n0 }, prevalence);
    [found.ppv.value, found.ppv.low, found.ppv.high].forEach((value, i) => {
      expect(value).toBeCloseTo(ppv[i] ?? Number.NaN, 7);
    });
    [found.npv.value, found.npv.low, found.npv.high].forEach((value, i) => {
      expect(value).toBeCloseTo(npv[i] ?? Number.NaN, 7);
    });
    expect(found.ppv.n).toBe(n1 + n0);
  });

  it('uses the adjusted interval where a rate is 1, and leaves the value as it is', () => {
    // as above with norm.ppf(.975)^2 / 2 added to the right and the wrong slices of both labels: 18/18 and 15/18 at 0.2
    const { ppv, npv } = predictiveValues({ value: 1, n: 18 }, { value: 15 / 18, n: 18 }, 0.2);
    expect(ppv.value).toBeCloseTo(0.6, 12);
    expect(ppv.low).toBeCloseTo(0.3150747353117993, 7);
    expect(ppv.high).toBeCloseTo(0.690085560193041, 7);
    expect(npv).toMatchObject({ value: 1, high: 1 });
    expect(npv.low).toBeCloseTo(0.8995942574953114, 7);
    expect(npv.method).toContain('adjusted');
  });

  it('has no PPV where nothing is called, and neither value with one label', () => {
    const nothingCalled = predictiveValues({ value: 0, n: 9 }, { value: 1, n: 9 }, 0.2);
    expect(nothingCalled.ppv).toMatchObject({ value: null, low: null, reason: expect.stringContaining('No slice') });
    expect(nothingCalled.npv.value).toBeCloseTo(0.8, 12);
    expect(predictiveValues({ value: 0, n: 0 }, { value: 1, n: 9 }, 0.2).npv.value).toBeNull();
    expect(predictiveValuesAt(1, 0, 0.3)).toEqual({ ppv: 0.3, npv: null });
  });

  it.each([0, 1, -0.1, Number.NaN])('refuses %f as a prevalence', (prevalence) => {
    expect(() => predictiveValues({ value: 0.5, n: 2 }, { value: 0.5, n: 2 }, prevalence)).toThrow(RangeError);
  });

  it('refuses a rate outside 0..1', () => {
    expect(() => predictiveValues({ value: Number.NaN, n: 2 }, { value: 0.5, n: 2 }, 0.1)).toThrow(RangeError);
  });
});
