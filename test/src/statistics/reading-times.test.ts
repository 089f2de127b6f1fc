import { expect, it } from 'vitest';
import { PAUSE_MS, readingTimes } from '../../../src/statistics/reading-times.ts';

it('gives quartiles as R does, cuts pauses, and counts what it cut and what has no time', () => {
  // R: quantile(c(1000, 2000, 4000, 8000, 300000)), type 7
  expect(readingTimes([4000, null, 1000, 2_000_000, 8000, 2000, null])).toEqual({
    n: 5,
    untimed: 2,
    paused: 1,
    medianMs: 4000,
    lowerQuartileMs: 2000,
    upperQuartileMs: 8000,
    shortestMs: 1000,
    longestMs: PAUSE_MS,
  });
  expect(readingTimes([null])).toMatchObject({ n: 0, untimed: 1, medianMs: null, longestMs: null });
});
