import { expect, it } from 'vitest';
import { ByteCache } from '../../../renderer/viewer/byte-cache.ts';

it('lets the longest unused go first, and stays within its bytes', () => {
  const cache = new ByteCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('b', 'B', 4);
  expect(cache.get('a')).toBe('A');
  cache.set('c', 'C', 4);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
  expect(cache.bytes).toBe(8);
});

it('keeps the newest even when it alone is too large, and counts a replaced value once', () => {
  const cache = new ByteCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('big', 'B', 40);
  expect([cache.get('a'), cache.get('big'), cache.bytes]).toEqual([undefined, 'B', 40]);
  cache.set('big', 'C', 6);
  expect(cache.bytes).toBe(6);
});
