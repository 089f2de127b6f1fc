import { expect, it } from 'vitest';
import { contourRings } from '../../../src/explanation/contour.ts';
import { headMask } from '../../../src/explanation/head-mask.ts';
import { hotArea, hotRegions } from '../../../src/explanation/hot-regions.ts';

const NONE = { rowSpacingMm: null, columnSpacingMm: null };

/** Rows of digits as a map. */
function mapOf(...lines: string[]) {
  const heat = Float32Array.from(lines.join(''), Number);
  return { heat, rows: lines.length, columns: lines[0]?.length ?? 0, all: new Uint8Array(heat.length).fill(1) };
}

/** Signed area of a ring by the shoelace formula. */
function areaOf(ring: readonly number[]): number {
  let twice = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const [x = 0, y = 0] = ring.slice(at, at + 2);
    const [nextX = 0, nextY = 0] = ring.slice((at + 2) % ring.length, ((at + 2) % ring.length) + 2);
    twice += x * nextY - nextX * y;
  }
  return twice / 2;
}

it('counts regions that hang together by their sides, and what lies outside the head', () => {
  const { heat, rows, columns } = mapOf('9900', '9000', '0090', '0000');
  const head = new Uint8Array(16).fill(1);
  head[0] = 0;
  const hot = hotRegions(heat, rows, columns, 9, head);
  expect(hot).toEqual({ regions: 2, total: 4, largest: 3, outsideHead: 1, headPixels: 15 });
  expect(hotRegions(heat, rows, columns, 10, head)).toMatchObject({ regions: 0, total: 0, largest: 0 });
});

it('gives mm2 by the product of the spacings where pixels are not square, and shares of the head without', () => {
  const hot = { regions: 2, total: 40, largest: 30, outsideHead: 0, headPixels: 400 };
  expect(hotArea(hot, { rowSpacingMm: 0.5, columnSpacingMm: 0.8 })).toEqual({
    kind: 'mm2',
    totalMm2: expect.closeTo(16, 10),
    largestMm2: expect.closeTo(12, 10),
  });
  expect(hotArea(hot, NONE)).toEqual({ kind: 'share-of-head', total: 0.1, largest: 0.075 });
  expect(hotArea(hot, { rowSpacingMm: 0, columnSpacingMm: 0.8 }).kind).toBe('share-of-head');
});

it('draws the edge of one hot pixel as a diamond around its centre', () => {
  const { heat, rows, columns } = mapOf('000', '020', '000');
  const [ring, ...others] = contourRings(heat, rows, columns, 1);
  expect(others).toEqual([]);
  const points = Array.from({ length: 4 }, (_, i) => `${ring?.[2 * i]},${ring?.[2 * i + 1]}`);
  expect(points.sort()).toEqual(['1,1.5', '1.5,1', '1.5,2', '2,1.5']);
});

it('closes at the edge of the picture, goes around a hole, and keeps corners apart', () => {
  const full = mapOf('99', '99');
  const [border] = contourRings(full.heat, 2, 2, 4.5);
  // Half a pixel beyond the centres of the outermost pixels, which is the picture's edge, with its corners cut.
  expect(Math.abs(areaOf(border ?? []))).toBeCloseTo(3.5, 10);

  const ringed = mapOf('0000000', '0999990', '0900090', '0900090', '0900090', '0999990', '0000000');
  const rings = contourRings(ringed.heat, 7, 7, 4.5);
  expect(rings).toHaveLength(2);
  const [a = 0, b = 0] = rings.map(areaOf);
  expect(Math.sign(a)).toBe(-Math.sign(b));

  const corners = mapOf('0000', '0900', '0090', '0000');
  expect(contourRings(corners.heat, 4, 4, 4.5)).toHaveLength(2);
  expect(hotRegions(corners.heat, 4, 4, 4.5, corners.all).regions).toBe(2);
});

it('has as much area inside as the disc that was drawn, and one ring for one region', () => {
  const side = 120;
  const heat = Float32Array.from({ length: side * side }, (_, at) => {
    const distance = Math.hypot(Math.floor(at / side) + 0.5 - 60, (at % side) + 0.5 - 60);
    return Math.max(0, 100 - distance);
  });
  const rings = contourRings(heat, side, side, 60);
  expect(rings).toHaveLength(1);
  const disc = Math.PI * 40 ** 2;
  expect(Math.abs(Math.abs(areaOf(rings[0] ?? [])) / disc - 1)).toBeLessThan(0.002);
  const counted = hotRegions(heat, side, side, 60, new Uint8Array(side * side)).total;
  expect(Math.abs(counted / disc - 1)).toBeLessThan(0.02);
});

it('draws nothing where nothing is hot, and refuses a threshold that everything passes', () => {
  expect(contourRings(new Float32Array(9), 3, 3, 1)).toEqual([]);
  expect(() => contourRings(new Float32Array(9), 3, 3, 0)).toThrow(RangeError);
});

it('takes the largest bright part for the head, with its dark inside and without what lies beside it', () => {
  const side = 60;
  const levels = Float32Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    const distance = Math.hypot(row - 30, column - 26);
    if (distance < 8) return 0.01;
    if (distance < 20) return 0.8;
    return column > 52 ? 0.9 : 0;
  });
  const head = headMask(levels, side, side);
  expect([head[30 * side + 26], head[30 * side + 12], head[30 * side + 57], head[0]]).toEqual([1, 1, 0, 0]);
  const count = head.reduce((sum, inside) => sum + inside, 0);
  expect(Math.abs(count / (Math.PI * 400) - 1)).toBeLessThan(0.1);
  expect(new Set(headMask(new Float32Array(100), 10, 10))).toEqual(new Set([1]));
});
