import { expect, it } from 'vitest';
import { compactArrays } from '../../../main/compute/compact-arrays.ts';

it('gives every typed array a buffer of its own, and leaves the rest as it is', () => {
  const message = new ArrayBuffer(64);
  const view = new Float32Array(message, 8, 3).fill(2.5);
  const own = Uint8Array.of(1, 2);
  const value = { image: { pixels: view }, list: [own, 'text', null], count: 3 };
  const compacted = compactArrays(value) as typeof value;
  expect(compacted).toEqual(value);
  expect(compacted.image.pixels.buffer.byteLength).toBe(12);
  expect(compacted.list[0]).toBe(own);
});

it('turns a Buffer into bytes that do not share its pool', () => {
  const compacted = compactArrays(Buffer.from([1, 2, 3])) as Uint8Array;
  expect(Array.from(compacted)).toEqual([1, 2, 3]);
  expect(compacted.buffer.byteLength).toBe(3);
});
