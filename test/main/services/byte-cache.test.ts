import { expect, test } from 'vitest';
import { createByteCache } from '../../../main/services/byte-cache.ts';

test('keeps bytes under its bound, the least recently used go first, and a key set again counts once', () => {
  const cache = createByteCache(100);
  cache.set('a', new Uint8Array(40));
  cache.set('b', new Uint8Array(40));
  cache.get('a');
  cache.set('a', new Uint8Array(50));
  expect(cache.get('b')).toBeDefined();
  cache.get('a');
  cache.set('c', new Uint8Array(40));
  expect([cache.get('a')?.length, cache.get('b'), cache.get('c')?.length]).toEqual([50, undefined, 40]);
  cache.clear();
  expect(cache.get('a')).toBeUndefined();
});
