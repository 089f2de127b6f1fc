import { expect, it } from 'vitest';
import { callAt, DEFAULT_THRESHOLD } from '../../../src/prediction/call.ts';

it('calls haemorrhage at and above the threshold', () => {
  expect(DEFAULT_THRESHOLD).toBe(0.5);
  expect([0.49999, 0.5, 1].map((p) => callAt(p, 0.5))).toEqual(['none', 'haemorrhage', 'haemorrhage']);
  expect(callAt(0.7, 0.8)).toBe('none');
});
