import { expect, test } from 'vitest';
import { groupBy } from '../../../src/collections/group-by.ts';

test('groups keep the order of items and of first appearance', () => {
  expect([...groupBy([3, 1, 4, 1, 5], (value) => value % 2 === 0)]).toEqual([
    [false, [3, 1, 1, 5]],
    [true, [4]],
  ]);
  expect(groupBy([], String).size).toBe(0);
});
