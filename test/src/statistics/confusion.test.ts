import { describe, expect, it } from 'vitest';
import type { TrainableLabel } from '../../../src/review/label.ts';
import { confusionOf, figuresOf, outcomeOf } from '../../../src/statistics/confusion.ts';

const label = (haemorrhage: number): TrainableLabel => (haemorrhage === 1 ? 'haemorrhage' : 'none');

describe('confusion', () => {
  // scikit-learn: sklearn.metrics.confusion_matrix([1,1,1,1,0,0,0,0,0,0], [1,1,1,0,1,1,0,0,0,0]).ravel() gives tn 4, fp 2, fn 1, tp 3
  const reference = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
  const called = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0];
  const confusion = confusionOf(reference.map((value, i) => outcomeOf(label(value), label(called[i] ?? 0))));

  it('counts the four cells with haemorrhage as the positive class', () => {
    expect(confusion).toEqual({ truePositives: 3, falsePositives: 2, trueNegatives: 4, falseNegatives: 1 });
  });

  it('gives accuracy, sensitivity and specificity with their counts', () => {
    const figures = figuresOf(confusion);
    expect(figures.n).toBe(10);
    expect(figures.accuracy).toMatchObject({ k: 7, n: 10, value: 0.7 });
    expect(figures.sensitivity).toMatchObject({ k: 3, n: 4, value: 0.75 });
    expect(figures.specificity).toMatchObject({ k: 4, n: 6 });
    expect(figures.specificity.value).toBeCloseTo(0.6667, 4);
  });

  it('leaves sensitivity open where no slice has haemorrhage', () => {
    const figures = figuresOf(confusionOf(['true-negative']));
    expect(figures.sensitivity.value).toBeNull();
    expect(figures.specificity.value).toBe(1);
  });
});
