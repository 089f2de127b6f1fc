import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  createPixelCache,
  type DecodedSlice,
  type Priority,
  type SliceLocation,
} from '../../../main/services/pixel-cache.ts';

const location = (n: number): SliceLocation => ({ sha256: `hash ${n}`, path: `/slices/${n}`, frame: 0 });

function decodedOf(bytes: number, sha256 = 'hash 1'): DecodedSlice {
  return { sha256, body: new Uint8Array(bytes) } as unknown as DecodedSlice;
}

function counting(bytes = 100, delayMs = 5) {
  const asked: { path: string; priority: Priority; signal: AbortSignal }[] = [];
  const decode = async (place: SliceLocation, priority: Priority, signal: AbortSignal): Promise<DecodedSlice> => {
    asked.push({ path: place.path, priority, signal });
    await wait(delayMs);
    return decodedOf(bytes, place.sha256);
  };
  return { asked, decode };
}

test('decodes once for any number of requests at one time, and keeps what it decoded', async () => {
  const { asked, decode } = counting();
  const cache = createPixelCache({ decode });
  const [first, second] = await Promise.all([cache.get(location(1)), cache.get(location(1))]);
  expect(first).toBe(second);
  expect(await cache.get(location(1))).toBe(first);
  expect(asked).toHaveLength(1);
});

test('stays under its bound and lets the least recently used go first', async () => {
  const { asked, decode } = counting(100);
  const cache = createPixelCache({ decode, maxBytes: 250 });
  await cache.get(location(1));
  await cache.get(location(2));
  await cache.get(location(1));
  await cache.get(location(3));
  expect(cache.bytes).toBe(200);
  await cache.get(location(1));
  await cache.get(location(3));
  expect(asked.map(({ path }) => path)).toEqual(['/slices/1', '/slices/2', '/slices/3']);
  await cache.get(location(2));
  expect(asked).toHaveLength(4);
  expect(cache.bytes).toBe(200);
});

test('a frame larger than the cache is handed over and not kept', async () => {
  const { decode } = counting(1000);
  const cache = createPixelCache({ decode, maxBytes: 250 });
  expect((await cache.get(location(1))).body.length).toBe(1000);
  expect(cache.bytes).toBe(0);
});

test('a decode in the background is lifted when a person waits for it', async () => {
  const { asked, decode } = counting(100, 20);
  const cache = createPixelCache({ decode });
  const inBackground = cache.get(location(1), 'background');
  const onScreen = cache.get(location(1), 'interactive');
  expect(asked.map(({ priority }) => priority)).toEqual(['background', 'interactive']);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  expect(await inBackground).toBe(await onScreen);
});

test('a failure reaches all who wait, is not kept, and the next request tries again', async () => {
  let attempts = 0;
  const cache = createPixelCache({
    decode: async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('no such file');
      return decodedOf(10);
    },
  });
  const both = await Promise.allSettled([cache.get(location(1)), cache.get(location(1))]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect((await cache.get(location(1))).body.length).toBe(10);
});

test('what was under way when the cache was cleared is not kept', async () => {
  const { asked, decode } = counting(100, 10);
  const cache = createPixelCache({ decode });
  const late = cache.get(location(1));
  cache.clear();
  await late;
  expect(cache.bytes).toBe(0);
  await cache.get(location(1));
  expect(asked).toHaveLength(2);
});

test('bytes that are not those asked for are handed over and not kept', async () => {
  const cache = createPixelCache({ decode: async () => decodedOf(10, 'another hash') });
  expect((await cache.get(location(1))).sha256).toBe('another hash');
  expect(cache.bytes).toBe(0);
});
