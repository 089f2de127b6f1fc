import { expect, test } from 'vitest';
import { drawnShape, labelPlate } from '../../../renderer/marks/mark-paths.ts';
import { shapeOf } from '../../../src/marks/mark-shape.ts';

const ELEMENT = { width: 400, height: 300 };

test('an ellipse follows a turned and stretched picture', () => {
  const shape = shapeOf('ellipse', [
    { x: 0, y: 0 },
    { x: 10, y: 20 },
  ]);
  if (!shape) throw new Error('No ellipse');
  // Turned by a quarter, three times as large across as down.
  const drawn = drawnShape(shape, ({ x, y }) => ({ x: 200 - y * 3, y: x }));
  expect(drawn?.bounds).toEqual({
    left: expect.closeTo(140, 6),
    right: expect.closeTo(200, 6),
    top: expect.closeTo(0, 6),
    bottom: expect.closeTo(10, 6),
  });
  expect(drawn?.handles).toEqual([
    { x: 200, y: 0 },
    { x: 140, y: 10 },
  ]);
});

test('a label stays within the element, wherever its mark is', () => {
  for (const [x, y] of [
    [2, 2],
    [398, 2],
    [2, 298],
    [398, 298],
    [200, 150],
  ] as const) {
    const shape = shapeOf('probe', [{ x, y }]);
    const drawn = shape && drawnShape(shape, (point) => point);
    if (!drawn) throw new Error('Not drawn');
    const { x: left, y: top, width, height } = labelPlate(shape, drawn, ['stored value 1200', 'x 398 y 298'], ELEMENT);
    expect([left >= 0, top >= 0, left + width <= 400, top + height <= 300]).toEqual([true, true, true, true]);
  }
});

test('a label does not cover one that is there already', () => {
  const shape = shapeOf('probe', [{ x: 100, y: 100 }]);
  const drawn = shape && drawnShape(shape, (point) => point);
  if (!drawn) throw new Error('Not drawn');
  const first = labelPlate(shape, drawn, ['39 HU', 'x 1 y 1'], ELEMENT);
  const second = labelPlate(shape, drawn, ['39 HU', 'x 1 y 1'], ELEMENT, [first]);
  expect(Math.abs(second.y - first.y)).toBeGreaterThanOrEqual(first.height);
});
