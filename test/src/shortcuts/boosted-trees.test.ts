import { describe, expect, it } from 'vitest';
import { fitBoostedTrees } from '../../../src/shortcuts/boosted-trees.ts';
import { exampleRows } from './fixtures/example-rows.ts';

/**
 * Reference values: scikit-learn 1.9.1, GradientBoostingClassifier(n_estimators=rounds, learning_rate=rate,
 * max_depth=depth), whose criterion is squared_error and subsample 1; predict_proba and feature_importances_. The same for
 * eight values of random_state, which there breaks ties.
 */
describe('gradient-boosted trees', () => {
  const noisy = exampleRows(66, 3, -1, 1);
  const labels = noisy.labels.map((label, index) => (index % 7 === 0 ? 1 - label : label));

  it.each([
    {
      rounds: 1,
      rate: 1,
      probabilities: [0.2224509878, 0.2224509878, 0.8394258417, 0.2224509878, 0.2224509878, 0.8394258417],
      influence: [0.8156752811, 0.1631716962, 0.0211530227],
    },
    {
      rounds: 5,
      rate: 0.5,
      probabilities: [0.3850553733, 0.2955447212, 0.8885595905, 0.0800911439, 0.2955447212, 0.8885595905],
      influence: [0.7374798888, 0.1618657343, 0.1006543769],
    },
  ])('agree with scikit-learn after $rounds rounds on rows that cannot be told apart', (expected) => {
    const { rounds, rate } = expected;
    const fitted = fitBoostedTrees(noisy.rows.slice(0, 60), labels.slice(0, 60), { rounds, rate, depth: 2 });
    noisy.rows.slice(60).forEach((row, index) => {
      expect(fitted.probability(row)).toBeCloseTo(expected.probabilities[index] ?? Number.NaN, 8);
    });
    expected.influence.forEach((share, index) => {
      expect(fitted.influence[index]).toBeCloseTo(share, 8);
    });
  });

  it('agree with scikit-learn after 100 rounds on rows that can', () => {
    const { rows, labels: told } = exampleRows(24, 1.5, -0.5, 2);
    const fitted = fitBoostedTrees(rows.slice(0, 16), told.slice(0, 16), { rounds: 100, rate: 0.1, depth: 2 });
    const [high, low] = [0.9999755344, 1.92829e-5];
    [high, low, low, low, high, high, low, low].forEach((probability, index) => {
      expect(fitted.probability(rows[16 + index] ?? [])).toBeCloseTo(probability, 8);
    });
    expect(fitted.influence[0]).toBeCloseTo(0.5565633661, 8);
    expect(fitted.influence[2]).toBe(0);
  });

  it('give the share of haemorrhage where no feature tells anything', () => {
    const fitted = fitBoostedTrees([[1], [1], [1], [1]], Uint8Array.from([1, 0, 0, 0]), {
      rounds: 10,
      rate: 0.1,
      depth: 2,
    });
    expect(fitted.probability([1])).toBeCloseTo(0.25, 12);
    expect(fitted.influence).toEqual([0]);
  });

  it('refuse rows of one label', () => {
    expect(() => fitBoostedTrees([[1], [2]], Uint8Array.from([0, 0]), { rounds: 1, rate: 1, depth: 1 })).toThrow(
      /both labels/,
    );
  });
});
