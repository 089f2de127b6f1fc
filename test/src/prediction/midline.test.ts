import { expect, it } from 'vitest';
import { scaleAndShift } from '../../../src/prediction/affine.ts';
import { alignToMidline, findMidline } from '../../../src/prediction/midline.ts';

const SIDE = 96;

/** A head that is its own mirror image about a line through the middle, leaning by an angle and moved across it. */
function leaningHead(angleDegrees: number, shift: number): Float32Array {
  const radians = (angleDegrees * Math.PI) / 180;
  return Float32Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [x, y] = [(index % SIDE) + 0.5 - SIDE / 2, Math.floor(index / SIDE) + 0.5 - SIDE / 2];
    const across = x * Math.cos(radians) + y * Math.sin(radians) - shift * SIDE;
    const along = -x * Math.sin(radians) + y * Math.cos(radians);
    const r = Math.hypot(across / 30, along / 40);
    const nose = Math.hypot(across / 8, (along + 38) / 8) < 1 ? 0.6 : 0;
    return Math.max(nose, r < 1 ? (r > 0.85 ? 1 : 0.4 + 0.1 * Math.cos(along / 5)) : 0);
  });
}

it.each([
  [0, 0],
  [12, 0],
  [-15, 2 / 48],
  [9, -3 / 48],
])('finds a lean of %d degrees and a shift of %d', (angleDegrees, shift) => {
  const found = findMidline(leaningHead(angleDegrees, shift), SIDE, 0);
  expect(Math.abs(found.angleDegrees - angleDegrees)).toBeLessThanOrEqual(3);
  expect(Math.abs(found.shift - shift)).toBeLessThanOrEqual(1 / 48);
});

it('makes the two sides alike, and keeps the place of every pixel', () => {
  const before = { picture: leaningHead(12, 2 / 48), placement: scaleAndShift(1, 1), background: [0] };
  const after = alignToMidline(before, SIDE);
  expect(asymmetry(after.picture)).toBeLessThan(asymmetry(before.picture) / 2);
  // The pixel where the slice is brightest off the middle keeps its value where the placement says.
  const { xx, xy, x0, yx, yy, y0 } = after.placement;
  let worst = 0;
  for (const [column, row] of [
    [48, 48],
    [40, 60],
    [60, 45],
  ] as const) {
    const x = Math.floor(xx * (column + 0.5) + xy * (row + 0.5) + x0);
    const y = Math.floor(yx * (column + 0.5) + yy * (row + 0.5) + y0);
    worst = Math.max(worst, Math.abs((after.picture[y * SIDE + x] ?? 9) - (before.picture[row * SIDE + column] ?? -9)));
  }
  expect(worst).toBeLessThan(0.06);
});

function asymmetry(picture: Float32Array): number {
  return picture.reduce((sum, level, index) => {
    const mirrored = index - (index % SIDE) + SIDE - 1 - (index % SIDE);
    return sum + Math.abs(level - (picture[mirrored] ?? 0));
  }, 0);
}
