import { describe, expect, it } from 'vitest';
import { mayShowAll, nextAmong, seriesKey, slicesWith } from '../../../renderer/state/series-view.ts';
import { drawReadingOrder } from '../../../src/review/reading-order.ts';
import { byId, item } from '../support/worklist-items.ts';

describe('the slices that belong with one', () => {
  it('are its series in the order of the stack', () => {
    const items = byId([
      item(1),
      item(2, { seriesIndex: 1 }),
      item(3, { seriesIndex: 1 }),
      item(4, { seriesIndex: 1 }),
    ]);
    const ids = (sliceId: number | null) => slicesWith([1, 4, 3, 2], items, sliceId).map((one) => one.sliceId);
    expect(ids(3)).toEqual([4, 3, 2]);
    expect(ids(1)).toEqual([1]);
    expect(ids(null)).toEqual([]);
  });

  it('are all where each slice is a series of its own', () => {
    const items = byId([item(1, { seriesIndex: 0 }), item(2, { seriesIndex: 1 })]);
    expect(slicesWith([1, 2], items, 2)).toHaveLength(2);
  });
});

it('shows a series as a whole only when each of its slices may be shown', () => {
  const hidden = { ai: false, truth: false, ownReads: false, othersReads: false };
  expect(mayShowAll([item(1), item(2, { visible: hidden })])).toBe(false);
  expect(mayShowAll([item(1), item(2)])).toBe(true);
});

it('goes to the nearest chosen slice on either side, and from none to the first', () => {
  const slices = [1, 2, 3, 4, 5].map((sliceId) => ({ sliceId }));
  expect(nextAmong(slices, [2, 4], 3, 1)).toBe(4);
  expect(nextAmong(slices, [2, 4], 3, -1)).toBe(2);
  expect(nextAmong(slices, [2, 4], 4, 1)).toBeNull();
  expect(nextAmong(slices, [2, 4], 2, -1)).toBeNull();
  expect(nextAmong(slices, [2, 4], null, 1)).toBe(2);
});

it('a series is known by the same key in every order that its list is drawn in, and each by its own', () => {
  const filed = [0, 0, 0, 1, 1, 1].map((seriesIndex, place) =>
    item(place + 11, { seriesIndex, format: 'dicom', positionMm: -place }),
  );
  const keys = (items: readonly ReturnType<typeof item>[]) =>
    filed.map(({ sliceId }) => seriesKey(4, byId(items), sliceId));
  const drawn = [1, 2, 3, 4, 5, 6].map((seed) =>
    drawReadingOrder(filed, seed).flatMap(({ slices }, seriesIndex) => slices.map((one) => ({ ...one, seriesIndex }))),
  );
  const numbers = new Set(drawn.map((items) => items.find(({ sliceId }) => sliceId === 11)?.seriesIndex));
  expect(numbers).toEqual(new Set([0, 1]));
  expect(new Set(drawn.map((items) => keys(items).join()))).toEqual(new Set([keys(filed).join()]));
  expect(new Set(keys(filed)).size).toBe(2);
  expect(seriesKey(5, byId(filed), 11)).not.toBe(seriesKey(4, byId(filed), 11));
});
