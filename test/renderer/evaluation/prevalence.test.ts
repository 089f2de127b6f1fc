import { expect, it } from 'vitest';
import { typedPrevalence } from '../../../renderer/evaluation/prevalence.ts';

it.each([
  ['10', 0.1],
  ['2.9', 0.029],
  [' 2,5 % ', 0.025],
  ['.5', 0.005],
  ['', null],
])('takes %j for a share', (text, share) => {
  expect(typedPrevalence(text)).toEqual({ kind: 'share', share });
});

it.each(['0', '100', '-3', 'ten', '1e1', '1.2.3', '10 20'])('takes %j for wrong', (text) => {
  expect(typedPrevalence(text)).toEqual({ kind: 'wrong' });
});
