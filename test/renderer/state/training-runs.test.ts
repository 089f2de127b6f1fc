import { expect, it } from 'vitest';
import { curveColumns, withRun } from '../../../renderer/state/training-runs.ts';
import { fakeRun } from '../support/fake-figures.ts';

it('keeps runs newest first and one of each', () => {
  const runs = withRun(withRun([], fakeRun(1, 10, 10, 'finished')), fakeRun(2, 10, 1, 'running'));
  expect(runs.map(({ id }) => id)).toEqual([2, 1]);
  const after = withRun(runs, fakeRun(2, 10, 5, 'running'));
  expect(after.map(({ id, epochs }) => [id, epochs.length])).toEqual([
    [2, 5],
    [1, 10],
  ]);
});

it('gives columns by round, with a hole where there is no validation', () => {
  const run = fakeRun(1, 10, 2, 'running');
  const [first] = run.epochs;
  if (!first) throw new Error('no round');
  const epochs = [{ ...first, validationLoss: null, validationAccuracy: null }];
  expect(curveColumns(epochs, 'loss')).toEqual([[1], [first.loss], [null]]);
  expect(curveColumns(run.epochs, 'accuracy')[2]).toEqual(run.epochs.map((epoch) => epoch.validationAccuracy));
});
