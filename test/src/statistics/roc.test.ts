import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc, rocPoints } from '../../../src/statistics/roc.ts';
import { rankScores } from '../../../src/statistics/scored-slices.ts';
import * as examples from './fixtures/scored-examples.ts';

const { LABELS, PROBABILITIES, SECOND_PROBABILITIES, WEIGHTS, scoredSlices } = examples;
const ranked = rankScores(scoredSlices(LABELS, PROBABILITIES));

/** Labels of both kinds with probabilities that tie often. */
const labelled = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 12 })), { minLength: 2, maxLength: 40 })
  .filter((rows) => rows.some(([label]) => label === 1) && rows.some(([label]) => label === 0));

const areaOf = (rows: readonly (readonly [number, number])[], scale: (score: number) => number): number | null =>
  areaUnderRoc(
    rankScores(
      scoredSlices(
        rows.map(([label]) => label),
        rows.map(([, score]) => scale(score)),
      ),
    ),
  );

describe('areaUnderRoc', () => {
  // scikit-learn 1.9.1: sklearn.metrics.roc_auc_score(labels, probabilities[, sample_weight=weights])
  it('agrees with scikit-learn, with ties and with weights', () => {
    expect(areaUnderRoc(ranked)).toBeCloseTo(0.9427083333333334, 14);
    expect(areaUnderRoc(rankScores(scoredSlices(LABELS, SECOND_PROBABILITIES)))).toBeCloseTo(0.7825520833333333, 14);
    const weights = Uint32Array.from(ranked.order, (index) => WEIGHTS[index] ?? 0);
    expect(areaUnderRoc(ranked, weights)).toBeCloseTo(0.921875, 14);
  });

  it('is one half where all probabilities are alike, and null with one label or none', () => {
    expect(areaUnderRoc(rankScores(examples.ALL_ALIKE))).toBe(0.5);
    expect(areaUnderRoc(rankScores(examples.ONLY_HAEMORRHAGE))).toBeNull();
    expect(areaUnderRoc(rankScores(examples.ONLY_NONE))).toBeNull();
    expect(areaUnderRoc(rankScores([]))).toBeNull();
  });

  it('stays the same under a monotone transform of the probabilities', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        expect(areaOf(rows, (score) => (score / 12) ** 3 / 2 + 0.1)).toBe(areaOf(rows, (score) => score / 12));
      }),
      { seed: 1 },
    );
  });

  it('turns to its complement where probabilities or labels are turned round, and stays in 0..1', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        const area = areaOf(rows, (score) => score / 12) ?? Number.NaN;
        expect(areaOf(rows, (score) => 1 - score / 12)).toBeCloseTo(1 - area, 12);
        const turned = rows.map(([label, score]) => [1 - label, score] as const);
        expect(areaOf(turned, (score) => score / 12)).toBeCloseTo(1 - area, 12);
        expect(area).toBeGreaterThanOrEqual(0);
        expect(area).toBeLessThanOrEqual(1);
      }),
      { seed: 2 },
    );
  });
});

describe('rocPoints', () => {
  // scikit-learn 1.9.1: sklearn.metrics.roc_curve(labels, probabilities, drop_intermediate=False)
  it('agrees with scikit-learn, where tied slices cross the threshold together', () => {
    const points = rocPoints(ranked);
    expect(points).toHaveLength(34);
    expect(points[0]).toEqual({ threshold: null, sensitivity: 0, specificity: 1 });
    expect(points[12]).toEqual({ threshold: 0.64, sensitivity: 0.6875, specificity: 23 / 24 });
    expect(points[16]).toEqual({ threshold: 0.56, sensitivity: 0.875, specificity: 0.875 });
    expect(points[24]).toEqual({ threshold: 0.21, sensitivity: 0.9375, specificity: 11 / 24 });
    expect(points[33]).toEqual({ threshold: 0.02, sensitivity: 1, specificity: 0 });
  });

  it('encloses the area under the curve by trapezia', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        const scored = scoredSlices(
          rows.map(([label]) => label),
          rows.map(([, score]) => score / 12),
        );
        const points = rocPoints(rankScores(scored));
        const area = points.slice(1).reduce((sum, point, i) => {
          const before = points[i] ?? point;
          return sum + (before.specificity - point.specificity) * ((before.sensitivity + point.sensitivity) / 2);
        }, 0);
        expect(area).toBeCloseTo(areaUnderRoc(rankScores(scored)) ?? Number.NaN, 12);
      }),
      { seed: 3 },
    );
  });

  it('is empty unless both labels occur', () => {
    expect(rocPoints(rankScores(examples.ONLY_HAEMORRHAGE))).toEqual([]);
    expect(rocPoints(rankScores([]))).toEqual([]);
  });
});
