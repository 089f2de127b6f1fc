import { expect, it } from 'vitest';
import { differenceToMirror } from '../../../src/viewing/difference-to-mirror.ts';
import { pictureAxis } from '../../../src/viewing/mirror-axis.ts';

const GRID = { rows: 20, columns: 30, rowSpacingMm: 0.5, columnSpacingMm: 0.5 };

it('is zero for a symmetric picture, and opposite on the two sides where one has more', () => {
  const even = (index: number): number => 40 + Math.abs((index % 30) - 14.5);
  expect([...new Set(differenceToMirror(even, GRID, pictureAxis(GRID)))]).toEqual([0]);
  const bleed = (index: number): number => {
    const [row, column] = [Math.floor(index / 30), index % 30];
    return even(index) + (row >= 5 && row < 12 && column >= 3 && column < 10 ? 30 : 0);
  };
  const difference = differenceToMirror(bleed, GRID, pictureAxis(GRID));
  expect(difference[8 * 30 + 6]).toBe(30);
  expect(difference[8 * 30 + 23]).toBe(-30);
  expect(difference[16 * 30 + 6]).toBe(0);
});

it('is zero where the other side lies outside of the picture', () => {
  const axis = { kind: 'head', point: { x: 5, y: 10 }, leanDegrees: 0 } as const;
  const difference = differenceToMirror((index) => index % 30, GRID, axis);
  expect(difference[10 * 30 + 20]).toBe(0);
  expect(difference[10 * 30 + 8]).toBeGreaterThan(0);
});

it('leaves out rows that a cut-off file lacks, and what would be compared with them', () => {
  const GREY = 40;
  const cut = { ...GRID, rowsMissing: 6 };
  const valueAt = (index: number): number => (Math.floor(index / 30) < 14 ? GREY : -1000 + (index % 30) * 10);
  expect([...new Set(differenceToMirror(valueAt, cut, pictureAxis(GRID)))]).toEqual([0]);
  // A leaning axis mirrors rows that are there onto rows that are not.
  const leaning = { kind: 'head', point: { x: 15, y: 10 }, leanDegrees: 20 } as const;
  expect([...new Set(differenceToMirror(valueAt, cut, leaning))]).toEqual([0]);
});

it('leaves out padding and what would be compared with it', () => {
  // Air with padding in the corners, and an axis that mirrors one upon the other.
  const round = (index: number): number | null => {
    const [row, column] = [Math.floor(index / 30), index % 30];
    return Math.hypot(row - 9.5, column - 14.5) > 10 ? null : -1000;
  };
  const leaning = { kind: 'head', point: { x: 17, y: 8 }, leanDegrees: 20 } as const;
  expect([...new Set(differenceToMirror(round, GRID, leaning))]).toEqual([0]);
});

it('takes the mean of the neighbours that are no padding', () => {
  const valueAt = (index: number): number | null => (index % 30 === 4 ? null : index % 30 < 4 ? 90 : 30);
  const row = differenceToMirror(valueAt, GRID, pictureAxis(GRID)).subarray(30 * 10, 30 * 11);
  expect([...row.subarray(0, 7)]).toEqual([60, 60, 60, 60, 0, 0, 0]);
  expect([...row.subarray(23)]).toEqual([0, 0, 0, -60, -60, -60, -60]);
});
