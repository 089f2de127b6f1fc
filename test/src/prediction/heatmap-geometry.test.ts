import { describe, expect, it } from 'vitest';
import { heatmapGeometry, heatmapToSlice } from '../../../src/prediction/heatmap-geometry.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';

const { lenet, lenet2 } = ARCHITECTURES;

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
