import { maskedCorrelation } from './masked-correlation.ts';
import { afterInverse, sampleWarped, type Warp } from './warp.ts';

/** A square picture that others are brought to. */
export interface RegistrationTemplate {
  readonly side: number;
  readonly levels: Float32Array;
  /** The pixels that count, as indices. */
  readonly places: Int32Array;
  readonly mask: Uint8Array;
  /** Six numbers for each counted pixel: the change of its level with each number of the warp. */
  readonly slopes: Float64Array;
  /** Inverse of the 6 x 6 sums of their products, row-major; not a number where the picture is flat. */
  readonly inverse: Float64Array;
}

export function createTemplate(levels: Float32Array, side: number, mask: Uint8Array): RegistrationTemplate {
  const places = Int32Array.from([...mask.keys()].filter((index) => mask[index] === 1));
  const slopes = new Float64Array(6 * places.length);
  const at = (row: number, column: number): number =>
    levels[Math.max(0, Math.min(side - 1, row)) * side + Math.max(0, Math.min(side - 1, column))] as number;
  places.forEach((place, index) => {
    const row = Math.floor(place / side);
    const column = place % side;
    const x = (2 * column + 1) / side - 1;
    const y = (2 * row + 1) / side - 1;
    const dx = ((at(row, column + 1) - at(row, column - 1)) * side) / 4;
    const dy = ((at(row + 1, column) - at(row - 1, column)) * side) / 4;
    slopes.set([dx * x, dx * y, dx, dy * x, dy * y, dy], 6 * index);
  });
  return { side, levels, places, mask, slopes, inverse: invert(sumOfProducts(slopes)) };
}

/** Smaller moves than this (1 is half the square's side) end the refinement. */
const SETTLED = 0.0005;

/**
 * Improve a warp by Gauss-Newton steps, so that `moving` read through it looks like the template up to gain and offset
 * (inverse compositional alignment: Baker and Matthews, IJCV 56, 2004).
 */
export function refineWarp(template: RegistrationTemplate, moving: Float32Array, start: Warp, steps: number): Warp {
  let warp = start;
  for (let step = 0; step < steps; step++) {
    const pull = pullOn(template, sampleWarped(moving, template.side, warp));
    const move = pull.map((_, i) =>
      pull.reduce((sum, value, j) => sum + (template.inverse[6 * i + j] as number) * value, 0),
    );
    const [xx = 0, xy = 0, x0 = 0, yx = 0, yy = 0, y0 = 0] = move;
    if (!move.every(Number.isFinite)) return start;
    warp = afterInverse(warp, { xx: 1 + xx, xy, x0, yx, yy: 1 + yy, y0 });
    if (move.every((value) => Math.abs(value) < SETTLED)) break;
  }
  return warp;
}

/** The slopes weighted with how far the warped picture is off, summed. */
function pullOn(template: RegistrationTemplate, warped: Float32Array): Float64Array {
  const { levels, places, mask, slopes } = template;
  const { meanA, meanB, spreadA, spreadB } = maskedCorrelation(levels, warped, mask);
  const gain = spreadB > 1e-6 ? spreadA / spreadB : 0;
  let [s0, s1, s2, s3, s4, s5] = [0, 0, 0, 0, 0, 0];
  for (let index = 0, slope = 0; index < places.length; index++, slope += 6) {
    const place = places[index] as number;
    const value = warped[place] as number;
    if (Number.isNaN(value)) continue;
    const error = gain * (value - meanB) - ((levels[place] as number) - meanA);
    s0 += (slopes[slope] as number) * error;
    s1 += (slopes[slope + 1] as number) * error;
    s2 += (slopes[slope + 2] as number) * error;
    s3 += (slopes[slope + 3] as number) * error;
    s4 += (slopes[slope + 4] as number) * error;
    s5 += (slopes[slope + 5] as number) * error;
  }
  return Float64Array.of(s0, s1, s2, s3, s4, s5);
}

function sumOfProducts(slopes: Float64Array): Float64Array {
  const sums = new Float64Array(36);
  for (let i = 0; i < 6; i++) {
    for (let j = i; j < 6; j++) {
      let sum = 0;
      for (let index = 0; index < slopes.length; index += 6) {
        sum += (slopes[index + i] as number) * (slopes[index + j] as number);
      }
      sums[6 * i + j] = sum;
      sums[6 * j + i] = sum;
    }
  }
  return sums;
}

/** Gauss-Jordan elimination; the sums of products are positive definite, so that pivots need no search. */
function invert(matrix: Float64Array): Float64Array {
  const left = matrix.slice();
  const right = Float64Array.from({ length: 36 }, (_, index) => (index % 7 === 0 ? 1 : 0));
  for (let pivot = 0; pivot < 6; pivot++) {
    const divisor = left[7 * pivot] as number;
    if (!(divisor > 1e-9)) return right.fill(Number.NaN);
    for (const half of [left, right]) {
      for (let column = 0; column < 6; column++)
        half[6 * pivot + column] = (half[6 * pivot + column] as number) / divisor;
    }
    for (let row = 0; row < 6; row++) {
      const factor = left[6 * row + pivot] as number;
      if (row === pivot || factor === 0) continue;
      for (const half of [left, right]) {
        for (let column = 0; column < 6; column++) {
          half[6 * row + column] = (half[6 * row + column] as number) - factor * (half[6 * pivot + column] as number);
        }
      }
    }
  }
  return right;
}
