import { expect, it } from 'vitest';
import { crossValidationMethods } from '../../../src/contract/cross-validation-methods.ts';
import { trainingMethods } from '../../../src/contract/training-methods.ts';

it('takes each network of a cross-validation once', () => {
  const { input } = crossValidationMethods['crossValidation.start'];
  const takes = (architectures: string[]): boolean =>
    input.safeParse({ datasetId: 1, architectures, settings: {}, folds: 5, repeats: 1, grouping: 'near-duplicates' })
      .success;
  expect(takes(['compact', 'lenet'])).toBe(true);
  expect(takes(['compact', 'compact'])).toBe(false);
  expect(takes([])).toBe(false);
});

it('takes at most a thousand sources', () => {
  const { input } = trainingMethods['training.start'];
  const takes = (count: number): boolean => {
    const sourceIds = Array.from({ length: count }, (_, at) => at + 1);
    return input.safeParse({ datasetId: 1, architecture: 'compact', settings: {}, sourceIds }).success;
  };
  expect(takes(1000)).toBe(true);
  expect(takes(1001)).toBe(false);
});
