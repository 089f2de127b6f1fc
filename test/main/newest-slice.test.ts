import { expect, test } from 'vitest';
import { createNewestSlice } from '../../main/newest-slice.ts';

test('work on a slice is given up for another one, and when the slice is left', () => {
  const newest = createNewestSlice();
  const first = newest.signalFor(1);
  expect(newest.signalFor(1)).toBe(first);
  const second = newest.signalFor(2);
  expect([first.aborted, second.aborted]).toEqual([true, false]);
  newest.leave(1);
  expect(second.aborted).toBe(false);
  newest.leave(2);
  expect(second.aborted).toBe(true);
  expect(newest.signalFor(2).aborted).toBe(false);
});
