import { expect, test } from 'vitest';
import { type CineMode, type CinePlace, clampFps, nextCinePlace } from '../../../src/viewing/cine.ts';

function pass(mode: CineMode, count: number, steps: number): number[] {
  let place: CinePlace = { index: 0, direction: 1 };
  return Array.from({ length: steps }, () => {
    const { index } = place;
    place = nextCinePlace(place, count, mode);
    return index;
  });
}

test('a loop begins again, a bounce turns round and shows its ends once', () => {
  expect(pass('loop', 3, 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  expect(pass('bounce', 3, 7)).toEqual([0, 1, 2, 1, 0, 1, 2]);
  expect(pass('bounce', 2, 4)).toEqual([0, 1, 0, 1]);
  expect(pass('loop', 1, 3)).toEqual([0, 0, 0]);
  expect(nextCinePlace({ index: 0, direction: -1 }, 4, 'loop')).toEqual({ index: 3, direction: -1 });
});

test('the speed stays between 1 and 60 pictures a second', () => {
  expect([0, 0.4, 12.4, 61, Number.NaN].map(clampFps)).toEqual([1, 1, 12, 60, 1]);
});
