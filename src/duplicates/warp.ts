/**
 * Where a place of one square lies in another: x' = xx x + xy y + x0, y' = yx x + yy y + y0, with x to the right and y
 * down, both from -1 to 1 across the square.
 */
export interface Warp {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

export const IDENTITY_WARP: Warp = { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 };

/** `warp` after the inverse of another; `warp` itself where that has none. */
export function afterInverse(warp: Warp, other: Warp): Warp {
  const determinant = other.xx * other.yy - other.xy * other.yx;
  if (!(Math.abs(determinant) > 1e-6)) return warp;
  const [xx, xy] = [other.yy / determinant, -other.xy / determinant];
  const [yx, yy] = [-other.yx / determinant, other.xx / determinant];
  const x0 = -(xx * other.x0 + xy * other.y0);
  const y0 = -(yx * other.x0 + yy * other.y0);
  return {
    xx: warp.xx * xx + warp.xy * yx,
    xy: warp.xx * xy + warp.xy * yy,
    x0: warp.xx * x0 + warp.xy * y0 + warp.x0,
    yx: warp.yx * xx + warp.yy * yx,
    yy: warp.yx * xy + warp.yy * yy,
    y0: warp.yx * x0 + warp.yy * y0 + warp.y0,
  };
}

/** A square (`side * side`, row-major) read at the places a warp names, bilinearly; not a number where those lie outside. */
export function sampleWarped(levels: Float32Array, side: number, warp: Warp): Float32Array {
  const result = new Float32Array(side * side);
  const last = side - 1;
  const step = 2 / side;
  let index = 0;
  for (let row = 0; row < side; row++) {
    const y = (row + 0.5) * step - 1;
    let px = ((warp.xx * (0.5 * step - 1) + warp.xy * y + warp.x0 + 1) * side) / 2 - 0.5;
    let py = ((warp.yx * (0.5 * step - 1) + warp.yy * y + warp.y0 + 1) * side) / 2 - 0.5;
    for (let column = 0; column < side; column++, index++, px += warp.xx, py += warp.yx) {
      if (!(px >= -0.5 && py >= -0.5 && px <= last + 0.5 && py <= last + 0.5)) {
        result[index] = Number.NaN;
        continue;
      }
      const left = px <= 0 ? 0 : px >= last ? last - 1 : px | 0;
      const top = py <= 0 ? 0 : py >= last ? last - 1 : py | 0;
      const fx = px <= 0 ? 0 : px >= last ? 1 : px - left;
      const fy = py <= 0 ? 0 : py >= last ? 1 : py - top;
      const at = top * side + left;
      const upper = (levels[at] as number) * (1 - fx) + (levels[at + 1] as number) * fx;
      const lower = (levels[at + side] as number) * (1 - fx) + (levels[at + side + 1] as number) * fx;
      result[index] = upper * (1 - fy) + lower * fy;
    }
  }
  return result;
}
