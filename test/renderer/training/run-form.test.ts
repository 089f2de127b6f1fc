import { expect, it } from 'vitest';
import { settingsOf } from '../../../renderer/training/run-form.ts';

const empty = { rounds: '', seed: '', learningRate: '', batchSize: '', warmUpSteps: '' };

it('sends the notebook rounds of the architecture, and nothing that was not typed', () => {
  expect(settingsOf(empty, 'lenet')).toEqual({ kind: 'good', settings: { rounds: 10 } });
  expect(settingsOf(empty, 'lenet2')).toEqual({ kind: 'good', settings: { rounds: 7 } });
  expect(settingsOf(empty, 'compact')).toEqual({ kind: 'good', settings: { rounds: 80 } });
});

it('sends what was typed as numbers', () => {
  const form = { ...empty, rounds: ' 3 ', seed: '0', learningRate: '0.0003' };
  expect(settingsOf(form, 'lenet')).toEqual({ kind: 'good', settings: { rounds: 3, seed: 0, learningRate: 0.0003 } });
});

it.each([
  ['rounds', '0'],
  ['rounds', 'many'],
  ['seed', '-1'],
  ['learningRate', '0'],
  ['batchSize', '2.5'],
])('says what is wrong with %s %s', (field, typed) => {
  expect(settingsOf({ ...empty, [field]: typed }, 'lenet')).toMatchObject({ kind: 'bad' });
});
