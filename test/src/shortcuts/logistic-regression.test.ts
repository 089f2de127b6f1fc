import { describe, expect, it } from 'vitest';
import { fitLogisticClassifier, fitLogisticRegression } from '../../../src/shortcuts/logistic-regression.ts';
import { exampleRows } from './fixtures/example-rows.ts';

/**
 * Reference values: scikit-learn 1.9.1, LogisticRegression(C=C, tol=1e-12, max_iter=10000) on the same rows; the last ones
 * behind a StandardScaler fitted to the first 16 rows, predict_proba of the other 8.
 */
describe('logistic regression with an L2 penalty', () => {
  const { rows, labels } = exampleRows(24, 1.5, -0.5, 2);

  it('has the weights of scikit-learn', () => {
    const one = fitLogisticRegression(rows, labels, { inverseStrength: 1 });
    expect(one.intercept).toBeCloseTo(-2.0369130980885033, 6);
    [1.0019943238660056, -0.626234161626108, -0.10950743501608365].forEach((weight, index) => {
      expect(one.weights[index]).toBeCloseTo(weight, 6);
    });
    const tenth = fitLogisticRegression(rows, labels, { inverseStrength: 0.1 });
    expect(tenth.intercept).toBeCloseTo(-1.4501647977424519, 6);
    expect(tenth.weights[0]).toBeCloseTo(0.5292397187676166, 6);
  });

  it('standardises on the rows that it is fitted to, and on no others', () => {
    const fitted = fitLogisticClassifier(rows.slice(0, 16), labels.slice(0, 16), { inverseStrength: 1 });
    [1.3553270788314977, -1.1176696463441795, -0.46751209810453204].forEach((weight, index) => {
      expect(fitted.influence[index]).toBeCloseTo(weight, 6);
    });
    const expected = [
      0.7630040451922573, 0.34993987173399493, 0.1878950446562531, 0.1485061331442449, 0.7849422302385592,
      0.6107012634834252, 0.5418123516532182, 0.3369755212347919,
    ];
    rows.slice(16).forEach((row, index) => {
      expect(fitted.probability(row)).toBeCloseTo(expected[index] ?? Number.NaN, 6);
    });
  });

  it('stays finite where one feature tells all, or tells nothing', () => {
    const told = [
      [1, 5],
      [2, 5],
      [3, 5],
      [4, 5],
    ];
    const fitted = fitLogisticClassifier(told, Uint8Array.from([0, 0, 1, 1]), { inverseStrength: 1e6 });
    expect(fitted.probability([4, 5])).toBeGreaterThan(0.99);
    expect(fitted.probability([1, 5])).toBeLessThan(0.01);
    expect(fitted.influence[1]).toBeCloseTo(0, 12);
  });

  it('refuses rows of one label, and features that are no numbers', () => {
    expect(() => fitLogisticRegression([[1], [2]], Uint8Array.from([1, 1]), { inverseStrength: 1 })).toThrow(
      /both labels/,
    );
    expect(() => fitLogisticRegression([[1], [Number.NaN]], Uint8Array.from([1, 0]), { inverseStrength: 1 })).toThrow(
      /not a finite number/,
    );
  });
});
