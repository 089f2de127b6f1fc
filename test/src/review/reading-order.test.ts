import { expect, test } from 'vitest';
import { drawReadingOrder, type PlacedSlice } from '../../../src/review/reading-order.ts';

const slice = (sliceId: number, seriesIndex: number, change: Partial<PlacedSlice> = {}): PlacedSlice => ({
  sliceId,
  seriesIndex,
  format: 'dicom',
  positionMm: sliceId * 5,
  ...change,
});
const ids = (items: readonly PlacedSlice[], seed: number) =>
  drawReadingOrder(items, seed).map(({ slices }) => slices.map(({ sliceId }) => sliceId));

const SEEDS = Array.from({ length: 64 }, (_, seed) => seed);

test('stacks come in a drawn order, each as it was scanned, and either is as often the first', () => {
  const stacks = [slice(1, 0), slice(2, 0), slice(3, 1), slice(4, 1)];
  const firsts = SEEDS.map((seed) => String(ids(stacks, seed)));
  expect(new Set(firsts)).toEqual(new Set(['1,2,3,4', '3,4,1,2']));
  const files = firsts.filter((one) => one === '1,2,3,4').length;
  expect(files).toBeGreaterThan(16);
  expect(files).toBeLessThan(48);
});

test('a place depends on the seed and the slice alone', () => {
  const flat = [1, 2, 3, 4, 5].map((id) => slice(id, 0, { positionMm: null }));
  const [all = []] = ids(flat, 7);
  expect(ids([...flat].reverse(), 7)).toEqual([all]);
  expect(ids(flat.slice(1), 7)).toEqual([all.filter((id) => id !== 1)]);
  expect(new Set(SEEDS.map((seed) => String(ids(flat, seed)))).size).toBeGreaterThan(30);
});

test('a series with a slice of no position is drawn slice by slice, and slices at one place among themselves', () => {
  const holed = [slice(1, 0), slice(2, 0, { positionMm: null }), slice(3, 0)];
  expect(new Set(SEEDS.map((seed) => String(ids(holed, seed)))).size).toBe(6);
  const doubled = [slice(1, 0, { positionMm: 5 }), slice(2, 0, { positionMm: 5.001 }), slice(3, 0)];
  expect(new Set(SEEDS.map((seed) => String(ids(doubled, seed))))).toEqual(new Set(['1,2,3', '2,1,3']));
});

test('pictures of every folder are one series', () => {
  const pictures = [slice(1, 0, { format: 'png', positionMm: null }), slice(2, 1, { format: 'png', positionMm: null })];
  const drawn = drawReadingOrder([...pictures, slice(3, 2)], 1);
  expect(drawn.map(({ filed, slices }) => [filed, slices.length])).toContainEqual([null, 2]);
  expect(drawn).toHaveLength(2);
});
