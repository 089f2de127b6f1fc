import { describe, expect, it } from 'vitest';
import { auditLabels } from '../../../src/statistics/confident-learning.ts';
import { LABELS, ONLY_HAEMORRHAGE, PROBABILITIES, scoredSlices } from './fixtures/scored-examples.ts';

describe('auditLabels', () => {
  it('agrees with cleanlab, with six labels turned round', () => {
    // cleanlab 2.9.0: cleanlab.count.compute_confident_joint(labels, [1 - p, p], calibrate=False,
    // return_indices_of_off_diagonals=True) and cleanlab.rank.get_self_confidence_for_each_label
    const turned = new Set([5, 13, 15, 17, 21, 33]);
    const labels = LABELS.map((label, index) => (turned.has(index) ? 1 - label : label));
    const audit = auditLabels(scoredSlices(labels, PROBABILITIES));
    expect(audit.confidentJoint).toEqual({
      none: { none: 13, haemorrhage: 4 },
      haemorrhage: { none: 4, haemorrhage: 10 },
    });
    expect(audit.candidates.map(({ index }) => index)).toEqual([13, 17, 5, 15, 34, 21, 33, 3]);
    const confidences = [0.03, 0.05, 0.06, 0.12, 0.15, 0.23, 0.31, 0.36];
    audit.candidates.forEach(({ selfConfidence, margin }, i) => {
      expect(selfConfidence).toBeCloseTo(confidences[i] ?? Number.NaN, 12);
      expect(margin).toBeCloseTo(2 * selfConfidence - 1, 12);
    });
    expect(audit.thresholds.haemorrhage).toBeCloseTo(0.591875, 12);
    expect(audit.thresholds.none).toBeCloseTo(0.64875, 12);
    expect(audit.candidates[0]).toMatchObject({ given: 'none', suggested: 'haemorrhage' });
  });

  it('has no candidates where one label or no slice is there', () => {
    const audit = auditLabels(ONLY_HAEMORRHAGE);
    expect(audit.thresholds.none).toBeNull();
    expect(audit.candidates).toEqual([]);
    expect(auditLabels([])).toMatchObject({ thresholds: { haemorrhage: null, none: null }, candidates: [] });
  });

  it('refuses what is no probability', () => {
    expect(() => auditLabels(scoredSlices([1, 0], [0.5, Number.NaN]))).toThrow(RangeError);
  });
});
