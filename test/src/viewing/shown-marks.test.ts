import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownMarks } from '../../../src/viewing/shown-marks.ts';
import { applyAffine, flippedView, turnedView, type View, viewTransform } from '../../../src/viewing/view.ts';

const MARKS = { left: 'R', right: 'L', top: 'A', bottom: 'P' };
const UPRIGHT: View = { scale: 1, translation: { x: 0, y: 0 }, rotation: 0, hflip: false, vflip: false };
const GRID = { rows: 100, columns: 80, rowSpacingMm: 1, columnSpacingMm: 2 };
const ELEMENT = { width: 400, height: 400 };
/** The middle of each side of the slice. */
const SIDES = { left: { x: 0, y: 50 }, right: { x: 80, y: 50 }, top: { x: 40, y: 0 }, bottom: { x: 40, y: 100 } };

test('known cases: a turn to the right brings the front to the right, a flip changes sides', () => {
  expect(shownMarks(MARKS, UPRIGHT)).toEqual(MARKS);
  expect(shownMarks(MARKS, turnedView(UPRIGHT, 90))).toEqual({ left: 'P', right: 'A', top: 'R', bottom: 'L' });
  expect(shownMarks(MARKS, turnedView(UPRIGHT, -90))).toEqual({ left: 'A', right: 'P', top: 'L', bottom: 'R' });
  expect(shownMarks(MARKS, flippedView(UPRIGHT, 'horizontal'))).toEqual({ ...MARKS, left: 'L', right: 'R' });
  expect(shownMarks(MARKS, flippedView(UPRIGHT, 'vertical'))).toEqual({ ...MARKS, top: 'P', bottom: 'A' });
  // A flip of what stands on its side is one of the screen.
  const turned = turnedView(UPRIGHT, 90);
  expect(shownMarks(MARKS, flippedView(turned, 'horizontal'))).toEqual({
    left: 'A',
    right: 'P',
    top: 'R',
    bottom: 'L',
  });
});

test('after any flips and turns each letter stands where its side of the slice is drawn', () => {
  const step = fc.constantFrom<(view: View) => View>(
    (view) => turnedView(view, 90),
    (view) => turnedView(view, -90),
    (view) => flippedView(view, 'horizontal'),
    (view) => flippedView(view, 'vertical'),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const view = steps.reduce((before, one) => one(before), UPRIGHT);
      const transform = viewTransform(view, GRID, ELEMENT);
      const shown = shownMarks(MARKS, view);
      for (const side of ['left', 'right', 'top', 'bottom'] as const) {
        const at = applyAffine(transform, SIDES[side]);
        const [x, y] = [at.x - 200, at.y - 200];
        const where = Math.abs(x) > Math.abs(y) ? (x < 0 ? 'left' : 'right') : y < 0 ? 'top' : 'bottom';
        expect(shown[where]).toBe(MARKS[side]);
      }
    }),
  );
});
