import { describe, expect, it } from 'vitest';
import {
  disagrees,
  neighbour,
  sliceNumbers,
  sortItems,
  unreadFrom,
  withItem,
  withPredictions,
  withRead,
} from '../../../renderer/state/worklist-view.ts';
import type { WorklistItem } from '../../../src/contract/review-methods.ts';
import { byId, item, prediction } from '../support/worklist-items.ts';

const ids = (items: readonly { readonly sliceId: number }[]) => items.map(({ sliceId }) => sliceId);

describe('sortItems', () => {
  const items = [
    item(1, { prediction: prediction(0.2), currentLabel: 'haemorrhage' }),
    item(2, { prediction: null }),
    item(3, { prediction: prediction(0.97), currentLabel: 'haemorrhage' }),
    item(4, { prediction: prediction(0.55), currentLabel: 'none' }),
    item(5, { prediction: prediction(0.2), currentLabel: 'none' }),
  ];

  it('keeps the acquisition order by series, then slice', () => {
    const shuffled = [
      item(7, { seriesIndex: 1, sliceIndex: 0 }),
      item(9, { sliceIndex: 1 }),
      item(8, { sliceIndex: 0 }),
    ];
    expect(ids(sortItems(shuffled, 'order'))).toEqual([8, 9, 7]);
  });

  it('puts the most suspicious first, equals as acquired, the unpredicted last', () => {
    expect(ids(sortItems(items, 'suspicion'))).toEqual([3, 4, 1, 5, 2]);
  });

  it('puts the nearest to the threshold first', () => {
    expect(ids(sortItems(items, 'uncertainty'))).toEqual([4, 1, 5, 3, 2]);
  });

  it('puts disagreements first, the most certain of them at the top', () => {
    expect(ids(sortItems(items, 'disagreement'))).toEqual([1, 4, 5, 3, 2]);
  });

  it('leaves its input alone', () => {
    const before = ids(items);
    sortItems(items, 'suspicion');
    expect(ids(items)).toEqual(before);
  });
});

describe('sliceNumbers', () => {
  it('numbers within a series', () => {
    const items = [item(1), item(2, { seriesIndex: 1 }), item(3, { seriesIndex: 1 })];
    expect([...sliceNumbers(items)]).toEqual([
      [1, { number: 1, of: 1 }],
      [2, { number: 1, of: 2 }],
      [3, { number: 2, of: 2 }],
    ]);
  });

  it('numbers through a folder in which every slice is a series of its own', () => {
    const numbers = sliceNumbers([item(1, { seriesIndex: 1 }), item(2, { seriesIndex: 0 })]);
    expect([numbers.get(2), numbers.get(1)]).toEqual([
      { number: 1, of: 2 },
      { number: 2, of: 2 },
    ]);
  });
});

describe('disagrees', () => {
  it('needs a call and a label that trains', () => {
    expect(disagrees(item(1, { prediction: prediction(0.9), currentLabel: 'none' }))).toBe(true);
    expect(disagrees(item(1, { prediction: prediction(0.9), currentLabel: 'haemorrhage' }))).toBe(false);
    expect(disagrees(item(1, { prediction: prediction(0.9), currentLabel: 'unsure' }))).toBe(false);
    expect(disagrees(item(1, { prediction: prediction(0.9) }))).toBe(false);
    expect(disagrees(item(1, { currentLabel: 'none' }))).toBe(false);
  });
});

describe('moving', () => {
  it('stops at both ends, and begins at the top without a selection', () => {
    expect(neighbour([4, 2, 9], 2, 1)).toBe(9);
    expect(neighbour([4, 2, 9], 9, 1)).toBeNull();
    expect(neighbour([4, 2, 9], 2, 5)).toBe(9);
    expect(neighbour([4, 2, 9], 9, -5)).toBe(4);
    expect(neighbour([4, 2, 9], 4, -1)).toBeNull();
    expect(neighbour([4, 2, 9], null, 1)).toBe(4);
    expect(neighbour([], null, 1)).toBeNull();
  });

  it('goes on to what is unread below, then from the top, never to itself', () => {
    const items = byId([item(1), item(2, { read: true }), item(3), item(4, { read: true })]);
    const unread = (sliceId: number) => items.get(sliceId)?.read === false;
    expect(unreadFrom([1, 2, 3, 4], unread, 1)).toEqual([3]);
    expect(unreadFrom([1, 2, 3, 4], unread, 2)).toEqual([3, 1]);
    expect(unreadFrom([1, 2, 3, 4], unread, null)).toEqual([1, 3]);
    expect(unreadFrom([2, 3, 4], unread, 3)).toEqual([]);
  });
});

describe('updates', () => {
  it('takes predictions of listed slices and passes over others', () => {
    const before = byId([item(1), item(2)]);
    const after = withPredictions(before, [
      { sliceId: 2, prediction: prediction(0.7) },
      { sliceId: 99, prediction: prediction(0.1) },
    ]);
    expect(after.get(2)?.prediction?.probability).toBe(0.7);
    expect(after.size).toBe(2);
    expect(before.get(2)?.prediction).toBeNull();
  });

  it('takes a committed read', () => {
    const after = withRead(byId([item(1)]), 1, { currentLabel: 'unsure', read: true });
    expect(after.get(1)).toMatchObject({ currentLabel: 'unsure', read: true });
  });
});

it('a row anew keeps its places, in the list and in the patient', () => {
  const plane: WorklistItem['plane'] = { frameOfReference: 1, centreMm: [0, 0, 5], orientation: [1, 0, 0, 0, 1, 0] };
  const before = item(1, { seriesIndex: 4, sliceIndex: 7, plane: plane });
  const { seriesIndex, sliceIndex, plane: its, ...row } = before;
  const after = withItem(byId([before]), { ...row, read: true }).get(1);
  expect(after).toEqual({ ...before, read: true });
  expect(after?.plane).toEqual(plane);
});
