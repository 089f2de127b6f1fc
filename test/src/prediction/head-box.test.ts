import { describe, expect, it } from 'vitest';
import { frameSlice } from '../../../src/prediction/frame-slice.ts';
import { framingChoices } from '../../../src/prediction/framing.ts';
import { headBox } from '../../../src/prediction/head-box.ts';
import { largestPartBox, openMask } from '../../../src/prediction/mask.ts';
import { percentileOfSorted, takePercentile } from '../../../src/prediction/percentile.ts';

const ROWS = 120;
const COLUMNS = 160;

/** A grey ellipse of 80 x 100 with a bright rim, a thin head rest that touches it, and a letter in a corner. */
function headSlice(): Float32Array {
  const levels = new Float32Array(ROWS * COLUMNS).fill(0.01);
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const r = Math.hypot((row + 0.5 - 60) / 40, (column + 0.5 - 70) / 50);
      if (r <= 1) levels[row * COLUMNS + column] = r > 0.9 ? 1 : 0.4;
      if (row === 99 && column > 5) levels[row * COLUMNS + column] = 0.8;
      if (row < 8 && column > 150) levels[row * COLUMNS + column] = 1;
    }
  }
  return levels;
}

it('takes percentiles as numpy does', () => {
  const sorted = Float32Array.from([1, 2, 4, 8]);
  // numpy 1.26: np.percentile([1, 2, 4, 8], [0, 2, 50, 99, 100])
  const expected = [1, 1.06, 3, 7.88, 8];
  for (const [index, percent] of [0, 2, 50, 99, 100].entries()) {
    expect(percentileOfSorted(sorted, percent)).toBeCloseTo(expected[index] ?? 0, 6);
    expect(takePercentile(Float32Array.of(8, 2, 1, 4), percent)).toBeCloseTo(expected[index] ?? 0, 6);
  }
});

it('selects the same percentile as sorting does, ties and all', () => {
  const values = Float32Array.from({ length: 999 }, (_, i) => Math.floor(40 * Math.sin(i * i)));
  const sorted = values.slice().sort();
  for (const percent of [0, 1, 37.3, 50, 99, 99.9, 100]) {
    expect(takePercentile(values.slice(), percent)).toBe(percentileOfSorted(sorted, percent));
  }
});

describe('masks', () => {
  it('lose thin lines when opened, and keep what is thick', () => {
    const mask = new Uint8Array(64);
    for (const [row, column] of [3, 4, 5].flatMap((r) => [2, 3, 4].map((c) => [r, c] as const)))
      mask[row * 8 + column] = 1;
    for (let column = 0; column < 8; column++) mask[column] = 1;
    const opened = openMask(mask, 8, 8, 1);
    expect(opened.slice(0, 8)).toEqual(new Uint8Array(8));
    // The opening of a square of 3 with a cross is that cross.
    expect(opened.reduce((a, b) => a + b, 0)).toBe(5);
    expect(largestPartBox(opened, 8, 8)).toEqual({ top: 3, left: 2, rows: 3, columns: 3 });
  });

  it('have no part where nothing is set, and corners do not join', () => {
    expect(largestPartBox(new Uint8Array(4), 2, 2)).toBeNull();
    expect(largestPartBox(Uint8Array.of(1, 0, 0, 1), 2, 2)).toEqual({ top: 0, left: 0, rows: 1, columns: 1 });
  });
});

describe('the head', () => {
  it('is boxed without rests and letters', () => {
    const box = headBox(headSlice(), ROWS, COLUMNS);
    // Opening rounds off a pixel at the very tips.
    expect(Math.abs(box.top - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs(box.left - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs(box.rows - 80)).toBeLessThanOrEqual(2);
    expect(Math.abs(box.columns - 100)).toBeLessThanOrEqual(2);
  });

  it('is the whole picture where nothing large is bright', () => {
    expect(headBox(new Float32Array(600), 20, 30)).toEqual({ top: 0, left: 0, rows: 20, columns: 30 });
  });

  it('is framed in its own proportions, in the middle, with its place kept', () => {
    const { picture, placement, background } = frameSlice([headSlice()], ROWS, COLUMNS, 50, framingChoices('head'));
    expect(background[0]).toBeCloseTo(0.01, 5);
    // Half a pixel of picture per pixel of slice; the middle of the head is the middle of the picture.
    expect(placement.xx).toBeCloseTo(0.5, 1);
    expect(placement.yy).toBe(placement.xx);
    expect(Math.abs(placement.xx * 70 + placement.x0 - 25)).toBeLessThan(0.6);
    expect(Math.abs(placement.yy * 60 + placement.y0 - 25)).toBeLessThan(0.6);
    const brightRows = Array.from({ length: 50 }, (_, row) => row).filter((row) =>
      picture.subarray(row * 50, (row + 1) * 50).some((level) => level > 0.3),
    );
    expect(brightRows.length).toBeGreaterThanOrEqual(39);
    expect(brightRows.length).toBeLessThanOrEqual(42);
  });
});
