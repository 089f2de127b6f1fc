import fc from 'fast-check';
import { expect, test } from 'vitest';
import { invertAffine } from '../../../src/prediction/affine.ts';
import {
  applyAffine,
  fitScale,
  fitted,
  flippedView,
  movedView,
  pannedView,
  pixelShape,
  type SliceGrid,
  turnedView,
  type View,
  viewTransform,
  zoomedView,
} from '../../../src/viewing/view.ts';

const ELEMENT = { width: 640, height: 480 };
const GRID: SliceGrid = { rows: 300, columns: 200, rowSpacingMm: 0.8, columnSpacingMm: 0.5 };
const UPRIGHT: View = { scale: 2, translation: { x: 3, y: -4 }, rotation: 0, hflip: false, vflip: false };

const views: fc.Arbitrary<View> = fc.record({
  scale: fc.double({ min: 0.2, max: 8, noNaN: true }),
  translation: fc.record({ x: fc.integer({ min: -90, max: 90 }), y: fc.integer({ min: -90, max: 90 }) }),
  rotation: fc.constantFrom(0, 90, 180, 270, 13),
  hflip: fc.boolean(),
  vflip: fc.boolean(),
});
const points = fc.record({ x: fc.integer({ min: 0, max: 200 }), y: fc.integer({ min: 0, max: 300 }) });
const onScreen = (view: View, point: { x: number; y: number }) =>
  applyAffine(viewTransform(view, GRID, ELEMENT), point);
const near = (a: { x: number; y: number }, b: { x: number; y: number }) => {
  expect(a.x).toBeCloseTo(b.x, 5);
  expect(a.y).toBeCloseTo(b.y, 5);
};

test('an upright view is a scale about the middle, longer along the coarser axis', () => {
  near(onScreen(UPRIGHT, { x: 100, y: 150 }), { x: 320 + 2 * 3, y: 240 - 2 * 1.6 * 4 });
  near(onScreen(UPRIGHT, { x: 110, y: 150 }), { x: 320 + 2 * 13, y: 240 - 2 * 1.6 * 4 });
  near(onScreen(UPRIGHT, { x: 100, y: 160 }), { x: 320 + 2 * 3, y: 240 + 2 * 1.6 * 6 });
});

test('a turn is one about the middle of the screen, and a flip is one of the screen, whatever was done before', () => {
  fc.assert(
    fc.property(views, points, (view, point) => {
      const at = onScreen(view, point);
      const [x, y] = [at.x - 320, at.y - 240];
      near(onScreen(turnedView(view, 90), point), { x: 320 - y, y: 240 + x });
      near(onScreen(turnedView(view, -90), point), { x: 320 + y, y: 240 - x });
      near(onScreen(flippedView(view, 'horizontal'), point), { x: 320 - x, y: 240 + y });
      near(onScreen(flippedView(view, 'vertical'), point), { x: 320 + x, y: 240 - y });
    }),
  );
});

test('without millimetres a known ratio of the pixel’s sides keeps the shape', () => {
  expect(pixelShape({ rows: 1, columns: 1, rowSpacingMm: null, columnSpacingMm: null, pixelAspect: 2 })).toEqual({
    x: 1,
    y: 2,
  });
  expect(pixelShape({ rows: 1, columns: 1, rowSpacingMm: null, columnSpacingMm: null, pixelAspect: 0.5 })).toEqual({
    x: 2,
    y: 1,
  });
});

test('two flips, or four turns, lay a slice as it came', () => {
  const twice = flippedView(flippedView(UPRIGHT, 'vertical'), 'horizontal');
  expect(turnedView(twice, 180)).toMatchObject({ rotation: 0, hflip: false, vflip: false });
});

test('panning moves every point by the same screen pixels, zooming keeps the point under the cursor', () => {
  fc.assert(
    fc.property(views, points, (view, point) => {
      const at = onScreen(view, point);
      near(onScreen(pannedView(view, GRID, 17, -5), point), { x: at.x + 17, y: at.y - 5 });
      near(onScreen(movedView(view, GRID, ELEMENT, point, { x: 11, y: 12 }), point), { x: 11, y: 12 });
      near(onScreen(zoomedView(view, GRID, ELEMENT, 3, at), point), at);
      const middle = applyAffine(invertAffine(viewTransform(view, GRID, ELEMENT)), { x: 320, y: 240 });
      near(onScreen(zoomedView(view, GRID, ELEMENT, 3), middle), { x: 320, y: 240 });
    }),
  );
});

test('a fitted slice touches its element and does not leave it', () => {
  fc.assert(
    fc.property(views, (view) => {
      const corners = [
        { x: 0, y: 0 },
        { x: 200, y: 0 },
        { x: 0, y: 300 },
        { x: 200, y: 300 },
      ].map((corner) => onScreen(fitted(view, GRID, ELEMENT), corner));
      const width = Math.max(...corners.map(({ x }) => x)) - Math.min(...corners.map(({ x }) => x));
      const height = Math.max(...corners.map(({ y }) => y)) - Math.min(...corners.map(({ y }) => y));
      expect(Math.max(width / ELEMENT.width, height / ELEMENT.height)).toBeCloseTo(1, 6);
    }),
  );
  expect(fitScale({ rotation: 90 }, GRID, ELEMENT)).toBeCloseTo(Math.min(640 / 480, 480 / 200));
});
