import { describe, expect, it } from 'vitest';
import { headBox } from '../../../src/duplicates/head-box.ts';

/** A bright disc on a ground of some grey, with a small bright label in the corner. */
function disc(side: number, centreRow: number, centreColumn: number, radius: number, ground: number) {
  const grey = Float32Array.from({ length: side * side }, (_, index) => {
    const row = Math.floor(index / side);
    const column = index % side;
    if (row < 8 && column < 8) return 1;
    return Math.hypot(row - centreRow, column - centreColumn) <= radius ? 0.7 : ground;
  });
  return { rows: side, columns: side, grey };
}

describe('headBox', () => {
  it.each([0, 0.2])('finds the head and leaves out the label, on a ground of %f', (ground) => {
    const box = headBox(disc(200, 110, 90, 60, ground));
    for (const [found, true_] of [
      [box.top, 50],
      [box.left, 30],
      [box.rows, 121],
      [box.columns, 121],
    ] as const) {
      expect(Math.abs(found - true_)).toBeLessThanOrEqual(4);
    }
  });

  it('takes the whole picture where nothing large stands out', () => {
    expect(headBox(disc(200, 110, 90, 10, 0))).toEqual({ top: 0, left: 0, rows: 200, columns: 200 });
  });
});
