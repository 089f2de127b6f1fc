import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluationFigures } from '../../../src/statistics/evaluation-figures.ts';
import * as examples from './fixtures/scored-examples.ts';

const { LABELS, PROBABILITIES, scoredSlices } = examples;
const options = { threshold: 0.5, prevalence: 0.1, seed: 1 };
const single = evaluationFigures(scoredSlices(LABELS, PROBABILITIES), options);
const pairs = evaluationFigures(
  scoredSlices(LABELS, PROBABILITIES, (index) => index >> 1),
  options,
);

describe('evaluationFigures', () => {
  it('gives every figure of independent slices its own interval', () => {
    const { figures } = single;
    expect(single).toMatchObject({
      n: 40,
      positiveCount: 16,
      negativeCount: 24,
      groupCount: 40,
      slicesAreIndependent: true,
    });
    expect(single.confusion).toEqual({ truePositives: 15, falsePositives: 5, trueNegatives: 19, falseNegatives: 1 });
    // statsmodels 0.15.0: proportion_confint(15, 16, method='wilson')
    expect(figures.sensitivity).toMatchObject({ value: 0.9375, n: 16, method: 'Wilson score' });
    expect(figures.sensitivity.low).toBeCloseTo(0.7167126242970104, 10);
    // scipy 1.17.1, logit scale; see delong.test.ts
    expect(figures.auc.value).toBeCloseTo(0.9427083333333334, 12);
    expect(figures.auc.low).toBeCloseTo(0.7903684055539419, 10);
    // scikit-learn 1.9.1: average_precision_score, balanced_accuracy_score, brier_score_loss, matthews_corrcoef, cohen_kappa_score
    expect(figures.averagePrecision.value).toBeCloseTo(0.9390400080627785, 12);
    expect(figures.balancedAccuracy.value).toBeCloseTo(0.8645833333333333, 12);
    expect(figures.brier.value).toBeCloseTo(0.10831, 12);
    expect(figures.mcc.value).toBeCloseTo(0.7144345083117603, 12);
    expect(figures.kappa).toMatchObject({ low: expect.closeTo(0.48316029891808066, 10) });
    expect(figures.ece.value).toBeCloseTo(0.159, 12);
    // scipy 1.17.1: scipy.stats.bootstrap of the balanced accuracy within labels: 0.7604..0.9583
    expect(Math.abs((figures.balancedAccuracy.low ?? 0) - 0.7604166666666667)).toBeLessThan(0.02);
    expect(figures.balancedAccuracy.method).toBe('stratified bootstrap, 2000 resamples, seed 1');
    expect(figures.ppv.method).toContain('Mercaldo');
  });

  it('calls haemorrhage at the threshold itself', () => {
    const { confusion } = evaluationFigures(scoredSlices([0, 1, 1], [0.51, 0.5, 0.52]), {
      ...options,
      threshold: 0.51,
    });
    expect(confusion).toEqual({ truePositives: 1, falsePositives: 1, trueNegatives: 0, falseNegatives: 1 });
  });

  it('states the thresholds of the operating points', () => {
    expect(single.thresholds).toEqual({
      sensitivityAt90Specificity: 0.61,
      sensitivityAt95Specificity: 0.61,
      specificityAt90Sensitivity: 0.55,
      specificityAt95Sensitivity: 0.15,
    });
    expect(single.figures.sensitivityAt90Specificity.value).toBe(0.8125);
  });

  it('uses the group bootstrap for every figure where a group holds more than one slice', () => {
    expect(pairs).toMatchObject({ groupCount: 20, slicesAreIndependent: false });
    for (const figure of Object.values(pairs.figures)) expect(figure.method).toContain('group bootstrap');
    expect(pairs.warnings).toContainEqual(expect.stringContaining('Only 20 groups'));
    // scipy 1.17.1: scipy.stats.bootstrap over pairs: 0.0669..0.1564
    expect(Math.abs((pairs.figures.brier.low ?? 0) - 0.0669)).toBeLessThan(0.004);
    expect(Math.abs((pairs.figures.brier.high ?? 0) - 0.1564)).toBeLessThan(0.004);
  });

  it('does not take 18 of 18 for certainty, in slices or in groups', () => {
    const labels = Array.from({ length: 36 }, (_, index) => (index < 18 ? 1 : 0));
    const perfect = labels.map((label, index) => (label === 1 ? 0.8 : 0.1) + index / 1000);
    const slices = evaluationFigures(scoredSlices(labels, perfect), options);
    expect(slices.figures.sensitivity).toMatchObject({
      value: 1,
      high: 1,
      low: expect.closeTo(0.8241207763533424, 10),
    });
    expect(slices.figures.auc).toMatchObject({ value: 1, high: 1, low: expect.closeTo(0.887284833858599, 9) });
    expect(slices.figures.sensitivityAt90Specificity.low).toBeCloseTo(0.8241207763533424, 10);
    expect(slices.figures.kappa).toMatchObject({ value: 1, low: null });
    expect(slices.figures.averagePrecision).toMatchObject({ value: 1, low: null, reason: expect.any(String) });
    expect(slices.warnings).toContain('Sensitivity: 18/18 means at least 82 %.');
    const grouped = evaluationFigures(
      scoredSlices(labels, perfect, (index) => index >> 1),
      options,
    );
    // statsmodels 0.15.0: proportion_confint(9, 9, method='wilson')
    expect(grouped.figures.sensitivity.low).toBeCloseTo(0.7008549, 6);
    expect(grouped.figures.sensitivity.method).toContain('on groups');
    expect(grouped.figures.npv).toMatchObject({ value: 1, high: 1, low: expect.any(Number) });
  });

  it('has nothing to say of no slices, and says why', () => {
    const { figures, reliability } = evaluationFigures([], options);
    for (const figure of Object.values(figures)) {
      expect(figure).toEqual({
        value: null,
        low: null,
        high: null,
        n: 0,
        method: 'none',
        reason: 'There are no slices.',
      });
    }
    expect(reliability).toHaveLength(10);
  });

  it('leaves open what one label cannot tell', () => {
    const { figures } = evaluationFigures(examples.ONLY_HAEMORRHAGE, options);
    expect(figures.sensitivity.value).toBeCloseTo(2 / 3, 12);
    expect(figures.specificity).toMatchObject({ value: null, n: 0, reason: 'Every slice has haemorrhage.' });
    for (const name of ['auc', 'averagePrecision', 'ppv', 'mcc', 'sensitivityAt90Specificity'] as const) {
      expect(figures[name]).toMatchObject({ value: null, reason: 'Needs slices of both labels.' });
    }
  });

  it('leaves PPV and NPV open without a prevalence, and MCC where every call is alike', () => {
    const { figures } = evaluationFigures(examples.ALL_ALIKE, { ...options, prevalence: null });
    expect(figures.ppv.reason).toBe('No prevalence was stated.');
    expect(figures.mcc.reason).toBe('Every slice gets the same call.');
    expect(figures.auc).toMatchObject({ value: 0.5, low: null, reason: expect.any(String) });
  });

  it('refuses thresholds, prevalences and probabilities out of range', () => {
    expect(() => evaluationFigures([], { ...options, threshold: Number.NaN })).toThrow(RangeError);
    expect(() => evaluationFigures([], { ...options, prevalence: 1 })).toThrow(RangeError);
    expect(() => evaluationFigures([], { ...options, binCount: 0 })).toThrow(RangeError);
    expect(() => evaluationFigures(scoredSlices([1], [Number.NaN]), options)).toThrow(RangeError);
  });

  it('never says NaN, keeps values in their range and inside their intervals, whatever the slices', () => {
    const row = fc.record({ label: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 8 }), group: fc.nat(9) });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 14 }),
        fc.constantFrom(0, 0.25, 0.5, 1),
        fc.boolean(),
        (rows, threshold, alone) => {
          const groupOf = (index: number): number => (alone ? index : (rows[index]?.group ?? 0));
          const scored = scoredSlices(
            rows.map(({ label }) => label),
            rows.map(({ score }) => score / 8),
            groupOf,
          );
          const { figures } = evaluationFigures(scored, { ...options, threshold, resamples: 40 });
          for (const [name, { value, low, high, reason }] of Object.entries(figures)) {
            const least = name === 'mcc' || name === 'kappa' ? -1 : 0;
            for (const number of [value, low, high]) {
              if (number !== null) expect(number >= least - 1e-12 && number <= 1 + 1e-12).toBe(true);
            }
            expect(reason === null).toBe(value !== null && low !== null && high !== null);
            if (value !== null && low !== null && high !== null)
              expect(low <= value + 1e-12 && value <= high + 1e-12).toBe(true);
          }
        },
      ),
      { seed: 5, numRuns: 150 },
    );
  });
});
