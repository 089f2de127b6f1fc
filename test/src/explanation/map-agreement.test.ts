import { expect, it } from 'vitest';
import { agreementWord, compareMaps } from '../../../src/explanation/map-agreement.ts';

const SIDE = 20;
const everywhere = new Uint8Array(SIDE * SIDE).fill(1);
/** Heat that falls with the distance from a place. */
const blob = (row: number, column: number): Float32Array =>
  Float32Array.from({ length: SIDE * SIDE }, (_, at) =>
    Math.exp(-(((Math.floor(at / SIDE) - row) / 5) ** 2) - (((at % SIDE) - column) / 5) ** 2),
  );

it('finds a map and any rising function of it wholly alike', () => {
  const map = blob(5, 5);
  const { correlation, overlap } = compareMaps(
    map,
    map.map((value) => 3 * value ** 2),
    everywhere,
    SIDE,
  );
  expect(correlation).toBeCloseTo(1, 10);
  expect(overlap).toBe(1);
});

it('finds maps that point elsewhere apart, and says so', () => {
  const agreement = compareMaps(blob(3, 3), blob(16, 16), everywhere, SIDE);
  expect(agreement.correlation).toBeLessThan(0);
  expect(agreement.overlap).toBe(0);
  expect(agreementWord(agreement)).toBe('point to different places');
});

it('counts the overlap of the hottest tenth in pixels of the head', () => {
  // 40 pixels of the head; the hottest tenth are 4, of which the maps share 2: 2 of 6.
  const head = new Uint8Array(100).fill(0).fill(1, 0, 40);
  const [a, b] = [new Float32Array(100).fill(9), new Float32Array(100).fill(9)];
  for (let at = 0; at < 40; at++) {
    a[at] = at >= 36 ? 5 : at / 100;
    b[at] = at >= 34 && at < 38 ? 5 : at / 100;
  }
  expect(compareMaps(a, b, head, 10).overlap).toBeCloseTo(2 / 6, 12);
});

it('looks inside the head alone', () => {
  const head = everywhere.map((_, at) => (at % SIDE < 10 ? 1 : 0));
  const [a, b] = [blob(5, 5), blob(5, 5)];
  for (let at = 0; at < b.length; at++) if (head[at] === 0) b[at] = 1000 - at;
  expect(compareMaps(a, b, head, SIDE)).toEqual({ correlation: expect.closeTo(1, 10), overlap: 1 });
});

it('takes an even grid of a large head, and comes to the same', () => {
  const [rows, columns] = [400, 600];
  const map = (shift: number) =>
    Float32Array.from({ length: rows * columns }, (_, at) =>
      Math.exp(-((Math.floor(at / columns) - 200) ** 2 + ((at % columns) - 300 - shift) ** 2) / 20_000),
    );
  const { overlap } = compareMaps(map(0), map(0), new Uint8Array(rows * columns).fill(1), columns);
  expect(overlap).toBe(1);
  const shifted = compareMaps(map(0), map(40), new Uint8Array(rows * columns).fill(1), columns);
  expect(shifted.overlap).toBeGreaterThan(0.5);
  expect(shifted.overlap).toBeLessThan(0.9);
});

it('says that a map without heat cannot be compared', () => {
  const agreement = compareMaps(blob(5, 5), new Float32Array(SIDE * SIDE), everywhere, SIDE);
  expect(agreement).toEqual({ correlation: null, overlap: null });
  expect(agreementWord(agreement)).toMatch(/no heat/);
  expect(() => compareMaps(blob(5, 5), new Float32Array(3), everywhere, SIDE)).toThrow(/one size/);
});
