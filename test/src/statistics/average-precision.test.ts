import { describe, expect, it } from 'vitest';
import { averagePrecision, precisionRecallPoints } from '../../../src/statistics/average-precision.ts';
import { rankScores } from '../../../src/statistics/scored-slices.ts';
import * as examples from './fixtures/scored-examples.ts';

const { LABELS, PROBABILITIES, SECOND_PROBABILITIES, WEIGHTS, scoredSlices } = examples;
const ranked = rankScores(scoredSlices(LABELS, PROBABILITIES));

describe('averagePrecision', () => {
  // scikit-learn 1.9.1: sklearn.metrics.average_precision_score(labels, probabilities[, sample_weight=weights])
  it('agrees with scikit-learn, with ties and with weights', () => {
    expect(averagePrecision(ranked)).toBeCloseTo(0.9390400080627785, 14);
    expect(averagePrecision(rankScores(scoredSlices(LABELS, SECOND_PROBABILITIES)))).toBeCloseTo(
      0.7573841246395594,
      14,
    );
    const weights = Uint32Array.from(ranked.order, (index) => WEIGHTS[index] ?? 0);
    expect(averagePrecision(ranked, weights)).toBeCloseTo(0.8935185185185186, 14);
  });

  it('is the share of haemorrhage where all probabilities are alike, and null where nothing has haemorrhage', () => {
    expect(averagePrecision(rankScores(examples.ALL_ALIKE))).toBe(0.5);
    expect(averagePrecision(rankScores(examples.ONLY_HAEMORRHAGE))).toBe(1);
    expect(averagePrecision(rankScores(examples.ONLY_NONE))).toBeNull();
    expect(averagePrecision(rankScores([]))).toBeNull();
  });
});

describe('precisionRecallPoints', () => {
  // scikit-learn 1.9.1: sklearn.metrics.precision_recall_curve(labels, probabilities), from its end
  it('agrees with scikit-learn', () => {
    const points = precisionRecallPoints(ranked);
    expect(points).toHaveLength(34);
    expect(points[0]).toEqual({ threshold: null, recall: 0, precision: 1 });
    expect(points[13]).toEqual({ threshold: 0.63, recall: 0.75, precision: 12 / 13 });
    expect(points[16]).toEqual({ threshold: 0.56, recall: 0.875, precision: 14 / 17 });
    expect(points[33]).toEqual({ threshold: 0.02, recall: 1, precision: 0.4 });
  });

  it('is empty where nothing has haemorrhage', () => {
    expect(precisionRecallPoints(rankScores(examples.ONLY_NONE))).toEqual([]);
  });
});
