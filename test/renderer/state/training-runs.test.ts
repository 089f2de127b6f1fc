import { expect, it } from 'vitest';
import { curveColumns, lastNetwork, withRun } from '../../../renderer/state/training-runs.ts';
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

it('shows the rounds of the network under way, of as many as the run trains', () => {
  const run = fakeRun(1, 2, 2, 'running');
  const [first, second] = run.epochs;
  if (!first || !second) throw new Error('no round');
  expect(lastNetwork(run)).toEqual({ member: 1, networks: 1, epochs: run.epochs });
  const epochs = [
    { ...first, member: 1 },
    { ...second, member: 1 },
    { ...first, member: 2 },
  ];
  const settings = { ...run.settings, ensemble: { of: 'seeds' as const, count: 3 } };
  expect(lastNetwork({ epochs, settings })).toEqual({ member: 2, networks: 3, epochs: epochs.slice(2) });
});
