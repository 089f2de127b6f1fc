import { expect, it } from 'vitest';
import { comparedSlice, type StackedSlice } from '../../../src/viewing/compared-slice.ts';

const slice = (sliceId: number, seriesIndex: number, sliceIndex: number, positionMm: number | null): StackedSlice => ({
  sliceId,
  seriesIndex,
  sliceIndex,
  positionMm,
});
/** Five thick slices, three thin ones elsewhere, and two without a position. */
const STACK = [
  ...[0, 5, 10, 15, 20].map((position, index) => slice(10 + index, 0, index, position)),
  ...[7, 8, 9].map((position, index) => slice(20 + index, 1, index, position)),
  ...[0, 1].map((index) => slice(30 + index, 2, index, null)),
];
const NONE = { kind: 'none' } as const;

it('neighbours are of the same series, and the ends have none', () => {
  expect(comparedSlice('next', 12, STACK, NONE)).toEqual({ kind: 'slice', sliceId: 13, awayMm: 5 });
  expect(comparedSlice('previous', 12, STACK, NONE)).toEqual({ kind: 'slice', sliceId: 11, awayMm: -5 });
  expect(comparedSlice('next', 14, STACK, NONE)).toMatchObject({ why: 'This is the last slice of its series.' });
  expect(comparedSlice('previous', 20, STACK, NONE)).toMatchObject({ why: 'This is the first slice of its series.' });
});

it('another series is met at the nearest position, or at the same share where positions are not known', () => {
  expect(comparedSlice('other', 12, STACK, { kind: 'series', seriesIndex: 1 })).toEqual({
    kind: 'slice',
    sliceId: 22,
    awayMm: -1,
  });
  expect(comparedSlice('other', 14, STACK, { kind: 'series', seriesIndex: 2 })).toEqual({
    kind: 'slice',
    sliceId: 31,
    awayMm: null,
  });
  expect(comparedSlice('other', 12, STACK, { kind: 'slice', sliceId: 10 })).toMatchObject({ sliceId: 10, awayMm: -10 });
  expect(comparedSlice('other', 12, STACK, { kind: 'slice', sliceId: 99 }).kind).toBe('nothing');
  expect(comparedSlice('other', 12, STACK, NONE).kind).toBe('nothing');
});

it('mirror, difference and heatmap are of the slice itself', () => {
  for (const kind of ['mirror', 'difference', 'heatmap'] as const) {
    expect(comparedSlice(kind, 12, STACK, NONE)).toEqual({ kind: 'slice', sliceId: 12, awayMm: null });
  }
});
