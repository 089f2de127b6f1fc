import { expect, it } from 'vitest';
import { mirrorHeat, mirrorPictures } from '../../../src/prediction/mirror.ts';

it('turns pictures left to right, channels together', () => {
  const two = Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 70, 8, 80);
  expect([...mirrorPictures(two, 2, 2)]).toEqual([2, 20, 1, 10, 4, 40, 3, 30, 6, 60, 5, 50, 8, 80, 7, 70]);
  expect(mirrorPictures(mirrorPictures(two, 2, 2), 2, 2)).toEqual(two);
});

it('turns heat back exactly where cells lie in mirrored places', () => {
  const heat = Float32Array.of(1, 2, 3, 4, 5, 6);
  const cells = { width: 3, inputSide: 24, firstCenter: 4, cellStep: 8 };
  expect([...mirrorHeat(heat, cells)]).toEqual([3, 2, 1, 6, 5, 4]);
});

it('is linear between cells where they do not', () => {
  // The LeNet's grid: 61 cells from 7 every 2 pixels; the mirror of cell 0 looks at 128, half a cell beyond the last.
  const heat = Float32Array.from({ length: 61 }, (_, cell) => cell);
  const mirrored = mirrorHeat(heat, { width: 61, inputSide: 135, firstCenter: 7, cellStep: 2 });
  expect(mirrored[0]).toBe(60);
  expect(mirrored[1]).toBe(59.5);
  expect(mirrored[60]).toBe(0.5);
});
