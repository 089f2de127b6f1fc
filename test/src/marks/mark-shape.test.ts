import { expect, test } from 'vitest';
import { isDrawn, markShapeSchema, shapeOf } from '../../../src/marks/mark-shape.ts';

test('coordinates are kept to a hundredth of a pixel, so that what is written is what was measured', () => {
  const points = [
    { x: 1.23456, y: 2 },
    { x: -0.001, y: 9.999 },
  ];
  expect(shapeOf('length', points)).toEqual({
    kind: 'length',
    points: [
      { x: 1.23, y: 2 },
      { x: 0, y: 10 },
    ],
  });
});

test('a mark has as many points as its kind', () => {
  const one = { x: 1, y: 1 };
  expect(shapeOf('length', [one])).toBeNull();
  expect(shapeOf('angle', [one, one])).toBeNull();
  expect(markShapeSchema.safeParse({ kind: 'probe', points: [{ x: Number.NaN, y: 0 }] }).success).toBe(false);
});

test('what has no extent is not drawn', () => {
  const drawn = (kind: 'length' | 'angle' | 'ellipse' | 'rectangle', ...xy: [number, number][]) => {
    const shape = shapeOf(
      kind,
      xy.map(([x, y]) => ({ x, y })),
    );
    return shape !== null && isDrawn(shape);
  };
  expect(drawn('length', [5, 5], [5, 5])).toBe(false);
  expect(drawn('length', [5, 5], [5, 9])).toBe(true);
  expect(drawn('rectangle', [5, 5], [9, 5])).toBe(false);
  expect(drawn('ellipse', [5, 5], [9, 6])).toBe(true);
  expect(drawn('angle', [1, 1], [5, 5], [5, 5])).toBe(false);
  expect(drawn('angle', [1, 1], [5, 5], [9, 1])).toBe(true);
});
