import { expect, it } from 'vitest';
import { timeLeftMs } from '../../../src/training/time-left.ts';

it('counts the steps left with the median of the last ones', () => {
  expect(timeLeftMs([], 10)).toBeNull();
  expect(timeLeftMs([900, 250, 260], 10)).toBe(2600);
  expect(timeLeftMs([200, 300], 4)).toBe(1000);
  expect(timeLeftMs([200], 0)).toBe(0);
});
