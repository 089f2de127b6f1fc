import { describe, expect, it } from 'vitest';
import { aboutCenter, composeAffine, invertAffine, scaleAndShift, turn } from '../../../src/prediction/affine.ts';
import { heatmapGeometry, heatmapToSlice } from '../../../src/prediction/heatmap-geometry.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';

const { lenet, lenet2, compact } = ARCHITECTURES;

/** One hot cell in a LeNet grid. */
function hotCell(row: number, column: number): { height: number; width: number; values: Float32Array } {
  const values = new Float32Array(61 * 61);
  values[row * 61 + column] = 1;
  return { height: 61, width: 61, values };
}

/** Centre of mass of the heat in pixels from the edge of the slice: row, then column. */
function centerOf(heat: Float32Array, columns: number): [number, number] {
  let [mass, row, column] = [0, 0, 0];
  for (const [index, value] of heat.entries()) {
    mass += value;
    row += value * (Math.floor(index / columns) + 0.5);
    column += value * ((index % columns) + 0.5);
  }
  return [row / mass, column / mass];
}

describe('the geometry of a heatmap', () => {
  it('lies on the second convolution after its ramp: 61 x 61 cells, one every 2 pixels from 7', () => {
    expect(heatmapGeometry(lenet)).toEqual({
      layerIndex: 4,
      height: 61,
      width: 61,
      channels: 50,
      firstCenter: 7,
      cellStep: 2,
    });
  });

  it("puts a cell where its receptive field is centred, at the slice's own size", () => {
    const [row, column] = centerOf(heatmapToSlice(hotCell(20, 40), lenet, 512, 400), 400);
    expect(row).toBeCloseTo(((7 + 2 * 20) * 512) / 135, 1);
    expect(column).toBeCloseTo(((7 + 2 * 40) * 400) / 135, 1);
  });

  it('undoes the centre crop of lenet2', () => {
    const [row, column] = centerOf(heatmapToSlice(hotCell(20, 40), lenet2, 417, 417), 417);
    expect(row).toBeCloseTo((7 + 2 * 20 + 2) * 3, 1);
    expect(column).toBeCloseTo((7 + 2 * 40 + 2) * 3, 1);
  });

  it('of compact lies behind the norm and the ramp: 12 x 12 cells, one every 8 pixels from 4', () => {
    expect(heatmapGeometry(compact)).toMatchObject({ height: 12, width: 12, firstCenter: 4, cellStep: 8 });
    expect(compact.layers[heatmapGeometry(compact).layerIndex + 1]?.kind).toBe('global-pool');
  });

  it('follows the pixels of a slice that was cut, moved and turned, and leaves what was cut off cold', () => {
    const values = new Float32Array(144);
    values[3 * 12 + 7] = 1;
    // A box of 192 at row 40, column 100, halved, then turned by 20 degrees.
    const placement = composeAffine(aboutCenter(96, turn(20)), scaleAndShift(0.5, 0.5, -50, -20));
    const heat = heatmapToSlice({ height: 12, width: 12, values }, compact, 300, 400, placement);
    const [row, column] = centerOf(heat, 400);
    const { xx, xy, x0, yx, yy, y0 } = invertAffine(placement);
    const [x, y] = [4 + 8 * 7, 4 + 8 * 3];
    expect(Math.abs(row - (yx * x + yy * y + y0))).toBeLessThan(0.5);
    expect(Math.abs(column - (xx * x + xy * y + x0))).toBeLessThan(0.5);
    const everywhere = new Float32Array(144).fill(3);
    const warm = heatmapToSlice({ height: 12, width: 12, values: everywhere }, compact, 300, 400, placement);
    expect(warm[136 * 400 + 196]).toBe(3);
    expect(warm[10 * 400 + 10]).toBe(0);
  });

  it('extends the outermost cells to the edge of what the network saw, and leaves the rest cold', () => {
    const everywhere = { height: 61, width: 61, values: new Float32Array(61 * 61).fill(3) };
    expect(new Set(heatmapToSlice(everywhere, lenet, 200, 300))).toEqual(new Set([3]));
    const cropped = heatmapToSlice(everywhere, lenet2, 139, 139);
    const column = Array.from({ length: 139 }, (_, row) => cropped[row * 139 + 70]);
    expect(column.slice(0, 3)).toEqual([0, 0, 3]);
    expect(column.slice(-3)).toEqual([3, 0, 0]);
  });

  it('refuses a grid of another network, and a network without a convolution', () => {
    const small = { height: 2, width: 2, values: new Float32Array(4) };
    expect(() => heatmapToSlice(small, lenet, 10, 10)).toThrow(/61x61 cells, not 2x2/);
    const dense = { ...lenet, layers: lenet.layers.filter(({ kind }) => kind !== 'conv') };
    expect(() => heatmapGeometry(dense)).toThrow(/no convolution/);
  });
});
