import { describe, expect, it } from 'vitest';
import type { FrameHeader } from '../../../src/study/file-header.ts';
import { shearDegrees } from '../../../src/study/shear.ts';
import { frameHeader } from '../../support/slice-headers.ts';

const PLACES = [0, 1, 2, 3, 4, 5];
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Axial rows, columns leaning towards the feet: the normal leans to the back by so many degrees. */
function leaning(degrees: number): NonNullable<FrameHeader['orientation']> {
  return [1, 0, 0, 0, Math.cos(radians(degrees)), -Math.sin(radians(degrees))];
}

/** Slices of one orientation, whose positions go by a step. */
function stack(
  orientation: FrameHeader['orientation'],
  step: readonly [number, number, number],
  change: (index: number) => Partial<FrameHeader> = () => ({}),
): FrameHeader[] {
  return PLACES.map((index) =>
    frameHeader({
      orientation,
      positionMm: [-120 + step[0] * index, -90 + step[1] * index, 40 + step[2] * index],
      ...change(index),
    }),
  );
}

const table: [number, number, number] = [0, 0, 5];

describe('the shear of a stack', () => {
  it.each([18, -25.5, 3])('is the tilt of a gantry while the table goes straight: %d degrees', (degrees) => {
    expect(shearDegrees(stack(leaning(degrees), table))).toBeCloseTo(Math.abs(degrees), 6);
    expect(shearDegrees(stack(leaning(degrees), [0, 0, -5]))).toBeCloseTo(Math.abs(degrees), 6);
  });

  it('is none where the positions go along the normal, upright or leaning', () => {
    expect(shearDegrees(stack([1, 0, 0, 0, 1, 0], table))).toBeCloseTo(0, 5);
    const along: [number, number, number] = [0, 5 * Math.sin(radians(20)), 5 * Math.cos(radians(20))];
    expect(shearDegrees(stack(leaning(20), along))).toBeCloseTo(0, 5);
  });

  it('is the angle between the step and the normal, to either side', () => {
    expect(shearDegrees(stack(leaning(20), [0, 0.5, 5]))).toBeCloseTo(20 - (Math.atan(0.1) * 180) / Math.PI, 6);
    expect(shearDegrees(stack([1, 0, 0, 0, 1, 0], [5, 0, 5]))).toBeCloseTo(45, 6);
  });

  it('bears positions that are doubled, unevenly apart, in any order and written in tenths of a mm', () => {
    const heights = [0, 30, 5, 5, 12.5, 40];
    const rounded = stack(leaning(18), table, (index) => ({
      positionMm: [0, 0.04 * (index % 2), heights[index] ?? 0],
    }));
    const shear = shearDegrees(rounded) ?? 0;
    expect(Math.abs(shear - 18)).toBeLessThan(0.2);
  });

  it('is not told of a scout beside slices, of slices that lie differently or do not say how, or of too few', () => {
    const tilted = stack(leaning(18), table);
    expect(shearDegrees(tilted.slice(0, 3))).toBeNull();
    expect(shearDegrees(tilted.slice(0, 1))).toBeNull();
    expect(shearDegrees([tilted[0], tilted[5]].flatMap((frame) => frame ?? []))).toBeNull();
    expect(shearDegrees([])).toBeNull();
    expect(shearDegrees(stack(leaning(18), [0, 0, 1]))).toBeNull();
    const fan = stack(leaning(18), table, (index) => (index === 3 ? { orientation: leaning(20) } : {}));
    expect(shearDegrees(fan)).toBeNull();
    const scout = stack(leaning(18), table, (index) => (index === 0 ? { orientation: [0, 1, 0, 0, 0, -1] } : {}));
    expect(shearDegrees(scout)).toBeNull();
    expect(shearDegrees(stack(leaning(18), table, (index) => (index === 3 ? { positionMm: null } : {})))).toBeNull();
    expect(shearDegrees(stack(leaning(18), table, (index) => (index === 3 ? { orientation: null } : {})))).toBeNull();
  });

  it('is not told where the positions are on no line: a field of view that moved', () => {
    const moved = stack(leaning(18), table, (index) => (index < 3 ? {} : { positionMm: [-110, -90, 40 + 5 * index] }));
    expect(shearDegrees(moved)).toBeNull();
  });
});
