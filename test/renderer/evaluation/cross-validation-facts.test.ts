import { expect, it } from 'vitest';
import { choiceCounts, spreadOf } from '../../../renderer/evaluation/cross-validation-facts.ts';
import { fakeCrossValidationResult } from '../support/fake-cross-validation.ts';

it('finds the ends of what is there', () => {
  expect(spreadOf([0.8, null, 0.7, 0.9])).toEqual({ low: 0.7, high: 0.9 });
  expect(spreadOf([null])).toBeNull();
});

it('counts the choices of the folds, the most frequent first', () => {
  expect(choiceCounts(fakeCrossValidationResult(3))).toEqual([
    { name: 'compact', count: 9 },
    { name: 'lenet', count: 1 },
  ]);
});
