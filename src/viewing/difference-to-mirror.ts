import { type MirrorAxis, mirroredPoint } from './mirror-axis.ts';
import type { SliceGrid } from './view.ts';

/**
 * How much brighter each pixel is than its place on the other side of an axis: value minus mirrored value, both as the mean
 * of the 3 x 3 pixels around (noise is not asymmetry), the mirrored one at the nearest pixel. 0 where the other side lies
 * outside of the picture, where either of the two is padding, and in rows that a cut-off file lacks.
 * @param valueAt modality value of a pixel by its index, row-major; null for padding, which is in no mean
 * @returns rounded, row-major, within 16 bits
 */
export function differenceToMirror(
  valueAt: (index: number) => number | null,
  grid: SliceGrid & { readonly rowsMissing?: number },
  axis: MirrorAxis,
): Int16Array {
  const { rows, columns, rowsMissing = 0 } = grid;
  const there = rows - rowsMissing;
  const mean = meanOfNine(valueAt, there, columns);
  const difference = new Int16Array(rows * columns);
  const origin = mirroredPoint({ x: 0, y: 0 }, grid, axis);
  const right = mirroredPoint({ x: 1, y: 0 }, grid, axis);
  const down = mirroredPoint({ x: 0, y: 1 }, grid, axis);
  for (let row = 0; row < there; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [across, along] = [column + 0.5, row + 0.5];
      const x = Math.floor(origin.x + (right.x - origin.x) * across + (down.x - origin.x) * along);
      const y = Math.floor(origin.y + (right.y - origin.y) * across + (down.y - origin.y) * along);
      if (x < 0 || y < 0 || x >= columns || y >= there) continue;
      const at = row * columns + column;
      const value = Math.round((mean[at] as number) - (mean[y * columns + x] as number));
      if (Number.isNaN(value)) continue;
      difference[at] = Math.min(32_767, Math.max(-32_768, value));
    }
  }
  return difference;
}

/**
 * The mean of those of the 3 x 3 pixels around that have a value, the edge repeated: a ninth of their sum by the share of
 * those that have one (normalized convolution, Knutsson and Westin, CVPR 1993). NaN where the pixel itself has none.
 */
function meanOfNine(valueAt: (index: number) => number | null, rows: number, columns: number): Float32Array {
  const values = new Float32Array(rows * columns);
  const there = new Float32Array(rows * columns);
  for (let at = 0; at < values.length; at += 1) {
    const value = valueAt(at);
    values[at] = value ?? 0;
    there[at] = value === null ? 0 : 1;
  }
  const sums = boxOfNine(values, rows, columns);
  if (!there.includes(0)) return sums;
  const shares = boxOfNine(there, rows, columns);
  return sums.map((sum, at) => (there[at] === 0 ? Number.NaN : sum / (shares[at] as number)));
}

/** A ninth of the sum of the 3 x 3 values around each. */
function boxOfNine(values: Float32Array, rows: number, columns: number): Float32Array {
  const acrossThree = new Float32Array(rows * columns);
  for (let at = 0; at < acrossThree.length; at += 1) {
    const column = at % columns;
    const left = column > 0 ? at - 1 : at;
    const right = column < columns - 1 ? at + 1 : at;
    acrossThree[at] = ((values[left] as number) + (values[at] as number) + (values[right] as number)) / 3;
  }
  const sums = new Float32Array(rows * columns);
  for (let at = 0; at < sums.length; at += 1) {
    const above = at >= columns ? at - columns : at;
    const below = at < sums.length - columns ? at + columns : at;
    sums[at] = ((acrossThree[above] as number) + (acrossThree[at] as number) + (acrossThree[below] as number)) / 3;
  }
  return sums;
}
