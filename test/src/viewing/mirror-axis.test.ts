import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findMirrorAxis, mirroredPoint, mirroredView, pictureAxis } from '../../../src/viewing/mirror-axis.ts';
import { applyAffine, viewTransform } from '../../../src/viewing/view.ts';

const SIDE = 200;
const GRID = { rows: SIDE, columns: SIDE, rowSpacingMm: 0.5, columnSpacingMm: 0.5 };

/** A symmetric head (skull, brain, two ventricles) about a line through a point with a lean, clockwise. */
function head(x0: number, y0: number, leanDegrees: number): Float32Array {
  const lean = (leanDegrees * Math.PI) / 180;
  return Float32Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [dx, dy] = [(at % SIDE) + 0.5 - x0, Math.floor(at / SIDE) + 0.5 - y0];
    const across = Math.cos(lean) * dx + Math.sin(lean) * dy;
    const along = -Math.sin(lean) * dx + Math.cos(lean) * dy;
    const radius = Math.hypot(across / 60, along / 76);
    if (radius > 1) return 0;
    if (radius > 0.9) return 0.95;
    const ventricle = Math.hypot((Math.abs(across) - 14) / 8, (along + 12) / 26) < 1;
    return ventricle ? 0.2 : 0.5;
  });
}

test('the midline of a leaning head beside the middle is found, and mirroring about it lays the head on itself', () => {
  for (const [x0, y0, lean] of [
    [108, 99, 9],
    [95, 102, -12],
    [100, 100, 0],
  ] as const) {
    const levels = head(x0, y0, lean);
    const axis = findMirrorAxis(levels, GRID);
    expect(axis.kind).toBe('head');
    expect(Math.abs(axis.leanDegrees - lean)).toBeLessThanOrEqual(1);
    let [difference, pixels] = [0, 0];
    for (let at = 0; at < levels.length; at += 1) {
      const level = levels[at] ?? 0;
      if (level === 0) continue;
      const twin = mirroredPoint({ x: (at % SIDE) + 0.5, y: Math.floor(at / SIDE) + 0.5 }, GRID, axis);
      const mirrored = levels[Math.floor(twin.y) * SIDE + Math.floor(twin.x)] ?? 0;
      difference += Math.abs(level - mirrored);
      pixels += 1;
    }
    expect(difference / pixels).toBeLessThan(0.03);
  }
});

test('without a head the picture is mirrored about its own middle, and says so', () => {
  expect(findMirrorAxis(new Float32Array(SIDE * SIDE), GRID)).toEqual(pictureAxis(GRID));
  expect(pictureAxis(GRID)).toEqual({ kind: 'picture', point: { x: 100, y: 100 }, leanDegrees: 0 });
});

test('a mirrored view draws each point where its twin is drawn in the plain view, whatever the flips and the turn', () => {
  const element = { width: 500, height: 400 };
  const uneven = { ...GRID, rowSpacingMm: 0.9 };
  const view = fc.record({
    scale: fc.double({ min: 0.3, max: 5, noNaN: true }),
    translation: fc.record({ x: fc.integer({ min: -40, max: 40 }), y: fc.integer({ min: -40, max: 40 }) }),
    rotation: fc.constantFrom(0, 90, 180, 270),
    hflip: fc.boolean(),
    vflip: fc.boolean(),
  });
  const point = fc.record({ x: fc.integer({ min: 0, max: SIDE }), y: fc.integer({ min: 0, max: SIDE }) });
  const lean = fc.double({ min: -23, max: 23, noNaN: true });
  fc.assert(
    fc.property(view, point, lean, (plain, at, leanDegrees) => {
      const axis = { kind: 'head', point: { x: 91, y: 104 }, leanDegrees } as const;
      const transform = viewTransform(plain, uneven, element);
      const mirrored = mirroredView(plain, uneven, element, axis, applyAffine(transform, axis.point));
      const drawn = applyAffine(viewTransform(mirrored, uneven, element), at);
      const twin = applyAffine(transform, mirroredPoint(at, uneven, axis));
      expect(drawn.x).toBeCloseTo(twin.x, 5);
      expect(drawn.y).toBeCloseTo(twin.y, 5);
    }),
  );
});
