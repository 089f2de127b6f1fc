import { expect, it } from 'vitest';
import { centreOfSliceMm, type SlicePlane, slicePlaneSchema } from '../../../src/study/slice-plane.ts';
import { frameHeader } from '../../support/slice-headers.ts';

it('the middle of a picture is half of all but one pixel from the middle of the first, along rows and columns', () => {
  const spacingMm = { row: 0.5, column: 2 };
  const axial = frameHeader({ positionMm: [-10, -20, 7], spacingMm });
  expect(centreOfSliceMm(axial, { rows: 101, columns: 11 })).toEqual([0, 5, 7]);
  const coronal = frameHeader({ positionMm: [-10, 3, 25], spacingMm, orientation: [1, 0, 0, 0, 0, -1] });
  expect(centreOfSliceMm(coronal, { rows: 101, columns: 11 })).toEqual([0, 3, 0]);
});

it('is not known without position, direction or size of pixels', () => {
  for (const missing of [{ positionMm: null }, { orientation: null }, { spacingMm: null }]) {
    expect(centreOfSliceMm(frameHeader(missing), { rows: 9, columns: 9 })).toBeNull();
  }
});

it('a plane is not one without all of its numbers', () => {
  const whole: SlicePlane = { frameOfReference: 1, centreMm: [0, 0, 0], orientation: [1, 0, 0, 0, 1, 0] };
  expect(slicePlaneSchema.safeParse(whole).success).toBe(true);
  expect(slicePlaneSchema.safeParse({ ...whole, centreMm: null }).success).toBe(false);
  expect(slicePlaneSchema.safeParse({ ...whole, orientation: [1, 0, 0] }).success).toBe(false);
});
