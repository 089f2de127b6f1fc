import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaleBar, scaleBarWord } from '../../../src/viewing/scale-bar.ts';
import { applyAffine, viewTransform } from '../../../src/viewing/view.ts';

const grid = (rowSpacingMm: number | null, columnSpacingMm: number | null) => ({
  rows: 512,
  columns: 512,
  rowSpacingMm,
  columnSpacingMm,
});

test('half a millimetre a pixel at twice its size: 4 px per mm', () => {
  expect(scaleBar(2, grid(0.5, 0.5), 210)).toEqual({ lengthMm: 50, lengthPx: 200 });
  expect(scaleBar(2, grid(0.5, 0.5), 199)).toEqual({ lengthMm: 20, lengthPx: 80 });
  expect(scaleBar(2, grid(null, null), 200)).toBeNull();
});

test('the bar is the longest 1-2-5 step that fits, and as long as the slice is drawn both ways', () => {
  const spacing = fc.double({ min: 0.1, max: 5, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 40, noNaN: true }), spacing, spacing, (scale, row, column) => {
      const bar = scaleBar(scale, grid(row, column), 160);
      if (!bar) throw new Error('There is a spacing.');
      expect(bar.lengthPx).toBeLessThanOrEqual(160.000001);
      expect(bar.lengthPx).toBeGreaterThan(160 / 2.5 - 0.000001);
      const digit = Number(bar.lengthMm.toExponential(6).split('e')[0]);
      expect([1, 2, 5]).toContain(digit);
      const view = { scale, translation: { x: 0, y: 0 }, rotation: 0, hflip: false, vflip: false };
      const map = viewTransform(view, grid(row, column), { width: 100, height: 100 });
      const from = applyAffine(map, { x: 0, y: 0 });
      expect(applyAffine(map, { x: bar.lengthMm / column, y: 0 }).x - from.x).toBeCloseTo(bar.lengthPx, 4);
      expect(applyAffine(map, { x: 0, y: bar.lengthMm / row }).y - from.y).toBeCloseTo(bar.lengthPx, 4);
    }),
  );
});

test('lengths in words', () => {
  expect([0.2, 5, 10, 50, 200].map(scaleBarWord)).toEqual(['0.2 mm', '5 mm', '1 cm', '5 cm', '20 cm']);
});
