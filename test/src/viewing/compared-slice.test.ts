import { expect, it } from 'vitest';
import { centreOfSliceMm, type SlicePlane } from '../../../src/study/slice-plane.ts';
import { comparedSlice, type OtherSlice, type StackedSlice } from '../../../src/viewing/compared-slice.ts';
import { frameHeader } from '../../support/slice-headers.ts';

type Vector = [number, number, number];

const SIZE = { rows: 250, columns: 250 };
const STRAIGHT: SlicePlane['orientation'] = [1, 0, 0, 0, 1, 0];
const CORONAL: SlicePlane['orientation'] = [1, 0, 0, 0, 0, -1];
/** Rows to the left, columns to the back and down: a gantry that leans by so many degrees. */
function tilted(degrees: number): SlicePlane['orientation'] {
  const angle = (degrees * Math.PI) / 180;
  return [1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)];
}

/** The plane of a slice of 250 x 250 mm whose picture's middle is at a point, by way of what its file says. */
function plane(centre: Vector, orientation = STRAIGHT, frameOfReference = 1): SlicePlane {
  const [a, b, c, d, e, f] = orientation;
  const half = 249 / 2;
  const positionMm: Vector = [centre[0] - half * (a + d), centre[1] - half * (b + e), centre[2] - half * (c + f)];
  const frame = frameHeader({ positionMm, orientation, spacingMm: { row: 1, column: 1 } });
  const centreMm = centreOfSliceMm(frame, SIZE);
  if (!centreMm) throw new Error('It says where it lies.');
  return { frameOfReference, centreMm, orientation };
}

const slice = (sliceId: number, seriesIndex: number, sliceIndex: number, own: SlicePlane | null): StackedSlice => ({
  sliceId,
  seriesIndex,
  sliceIndex,
  plane: own,
});
const series = (seriesIndex: number, planes: readonly (SlicePlane | null)[]): StackedSlice[] =>
  planes.map((own, index) => slice(seriesIndex * 100 + index, seriesIndex, index, own));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const NONE = { kind: 'none' } as const;
const beside = (seriesIndex: number): OtherSlice => ({ kind: 'series', seriesIndex });
/** Five thick slices, three thin ones elsewhere, and two without a position. */
const STACK = [
  ...series(
    1,
    upTo(5).map((at) => plane([0, 0, at * 5])),
  ),
  ...series(
    2,
    [7, 8, 9].map((z) => plane([0, 0, z])),
  ),
  ...series(3, [null, null]),
];

it('neighbours are of the same series, and the ends have none', () => {
  expect(comparedSlice('next', 102, STACK, NONE)).toMatchObject({ sliceId: 103, placed: { kind: 'near', awayMm: 5 } });
  expect(comparedSlice('previous', 102, STACK, NONE)).toMatchObject({ sliceId: 101, placed: { awayMm: -5 } });
  expect(comparedSlice('next', 104, STACK, NONE)).toMatchObject({ why: 'This is the last slice of its series.' });
  expect(comparedSlice('previous', 200, STACK, NONE)).toMatchObject({ why: 'This is the first slice of its series.' });
  expect(comparedSlice('next', 300, STACK, NONE)).toMatchObject({ sliceId: 301, placed: { kind: 'unknown' } });
});

it('another series is met at the nearest position, or at the same share where positions are not known', () => {
  const met = comparedSlice('other', 102, STACK, beside(2));
  expect(met).toMatchObject({ kind: 'slice', sliceId: 202, placed: { kind: 'near', awayMm: -1, tiltDegrees: 0 } });
  expect(met).toMatchObject({ apartMm: { x: 0, y: 0 } });
  expect(comparedSlice('other', 104, STACK, beside(3))).toEqual({
    ...{ kind: 'slice', sliceId: 301, placed: { kind: 'share' }, apartMm: null },
  });
  const kept = comparedSlice('other', 102, STACK, { kind: 'slice', sliceId: 100 });
  expect(kept).toMatchObject({ sliceId: 100, placed: { kind: 'near', awayMm: -10 } });
  expect(comparedSlice('other', 102, STACK, { kind: 'slice', sliceId: 999 }).kind).toBe('nothing');
  expect(comparedSlice('other', 102, STACK, NONE).kind).toBe('nothing');
  expect(comparedSlice('other', 102, STACK, beside(9)).kind).toBe('nothing');
});

it('a series of another frame of reference has no distance, however near its numbers are', () => {
  const prior = series(
    4,
    upTo(9).map((at) => plane([0, 0, at * 2.5], STRAIGHT, 2)),
  );
  const stack = [...STACK, ...prior];
  expect(comparedSlice('other', 101, stack, beside(4))).toEqual({
    ...{ kind: 'slice', sliceId: 402, placed: { kind: 'share' }, apartMm: null },
  });
  expect(comparedSlice('other', 101, stack, { kind: 'slice', sliceId: 400 })).toEqual({
    ...{ kind: 'slice', sliceId: 400, placed: { kind: 'unknown' }, apartMm: null },
  });
});

it('beside a tilted series stands the slice through the middle of its picture, to either side', () => {
  const straight = series(
    5,
    upTo(150).map((z) => plane([0, 0, z])),
  );
  for (const degrees of [20, -30]) {
    const leaning = series(
      2,
      upTo(30).map((at) => plane([0, 0, at * 5 + 0.25], tilted(degrees))),
    );
    const stack = [...straight, ...leaning];
    const met = comparedSlice('other', 225, stack, beside(5));
    expect(met).toMatchObject({ kind: 'slice', sliceId: 625, placed: { kind: 'near' }, apartMm: null });
    const { placed } = met as Extract<typeof met, { kind: 'slice' }>;
    if (placed.kind !== 'near') throw new Error(placed.kind);
    expect(placed.awayMm).toBeCloseTo(-0.25, 3);
    expect(placed.tiltDegrees).toBeCloseTo(Math.abs(degrees), 6);
    // The other way round, its plane is as far from a straight picture's middle as the cosine of the tilt makes it.
    const back = comparedSlice('other', 626, stack, beside(2));
    expect(back).toMatchObject({ sliceId: 225, placed: { kind: 'near' } });
    const theirs = (back as typeof met & { placed: { awayMm: number } }).placed.awayMm;
    expect(theirs).toBeCloseTo(-0.75 * Math.cos((degrees * Math.PI) / 180), 3);
  }
});

it('a series that lies across is met nowhere and says why; a slice of it that is kept says how it is turned', () => {
  const coronal = series(
    2,
    upTo(125).map((at) => plane([0, -125 + 2 * at, 75], CORONAL)),
  );
  const steep = series(
    3,
    upTo(5).map((at) => plane([0, 0, at * 5], tilted(31))),
  );
  const stack = [
    ...series(
      1,
      upTo(5).map((at) => plane([0, 0, at * 5])),
    ),
    ...coronal,
    ...steep,
  ];
  const met = comparedSlice('other', 102, stack, beside(2));
  expect(met).toMatchObject({ kind: 'nothing', why: expect.stringContaining('another plane, turned by 90°') });
  expect(comparedSlice('other', 102, stack, beside(3))).toMatchObject({ why: expect.stringContaining('by 31°') });
  const kept = comparedSlice('other', 102, stack, { kind: 'slice', sliceId: 260 });
  expect(kept).toMatchObject({ sliceId: 260, placed: { kind: 'across' }, apartMm: null });
});

it('positions are on one normal, whichever way the other faces and within what files write of it', () => {
  const facing: SlicePlane['orientation'] = [-1, 0, 0, 0, 1, 0];
  const jittered: SlicePlane['orientation'] = [1, 0, 0.0005, 0, 1, 0.0005];
  const stack = [
    ...series(1, [plane([60, -80, 40])]),
    ...series(
      2,
      [30, 38, 46].map((z) => plane([60, -80, z], facing)),
    ),
    ...series(
      3,
      [30, 38, 46].map((z) => plane([60, -80, z], jittered)),
    ),
  ];
  for (const other of [2, 3]) {
    const met = comparedSlice('other', 100, stack, beside(other));
    expect(met).toMatchObject({ sliceId: other * 100 + 1, placed: { kind: 'near', tiltDegrees: 0 } });
    expect((met as typeof met & { placed: { awayMm: number } }).placed.awayMm).toBeCloseTo(-2, 3);
  }
});

it('an off-centre reconstruction says how far its middle is along rows and columns', () => {
  const turned: SlicePlane['orientation'] = [0, 1, 0, -1, 0, 0];
  const stack = [
    ...series(1, [plane([0, 0, 0])]),
    ...series(2, [plane([30, -12, 1])]),
    ...series(3, [plane([30, -12, 1], turned)]),
  ];
  expect(comparedSlice('other', 100, stack, beside(2))).toMatchObject({ apartMm: { x: 30, y: -12 } });
  // Rows that run another way have no shift that would do; the distance is the same.
  expect(comparedSlice('other', 100, stack, beside(3))).toMatchObject({ apartMm: null, placed: { awayMm: 1 } });
});

it('mirror, difference and heatmap are of the slice itself', () => {
  for (const kind of ['mirror', 'difference', 'heatmap'] as const) {
    expect(comparedSlice(kind, 102, STACK, NONE)).toEqual({
      ...{ kind: 'slice', sliceId: 102, placed: { kind: 'itself' }, apartMm: null },
    });
  }
});
