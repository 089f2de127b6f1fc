import { createSeededRandom } from '../random/seeded-random.ts';

/** How far each pixel of a picture is moved, in pixels, row-major. */
export interface DisplacementField {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/**
 * An elastic change (Simard, Steinkraus and Platt, ICDAR 2003, section 2): for each axis a field of uniform random numbers in
 * -1..1, smoothed, and scaled so that the farthest pixel moves by `reach` pixels. Smoothed by three box filters, which come
 * close to a Gaussian of the same variance (Wells, 1986), with the field going on at the opposite edge.
 * @param reach pixels, 0 or more
 * @param smoothness standard deviation of the smoothing in pixels
 */
export function elasticField(side: number, reach: number, smoothness: number, seed: number): DisplacementField {
  const random = createSeededRandom(seed);
  const axis = (): Float32Array => {
    const field = Float32Array.from({ length: side * side }, () => random.between(-1, 1));
    const smooth = smoothed(field, side, smoothness);
    const farthest = smooth.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return farthest === 0 ? smooth : smooth.map((value) => (value * reach) / farthest);
  };
  return { x: axis(), y: axis() };
}

const PASSES = 3;

function smoothed(field: Float32Array, side: number, standardDeviation: number): Float32Array {
  // A box of width w has the variance (w * w - 1) / 12; three add up.
  const width = Math.sqrt((12 * standardDeviation ** 2) / PASSES + 1);
  const radius = Math.min(Math.round((width - 1) / 2), Math.floor((side - 1) / 2));
  if (radius < 1) return field;
  let current = field;
  for (let pass = 0; pass < PASSES; pass++) {
    current = boxMean(current, side, radius, 1, side);
    current = boxMean(current, side, radius, side, 1);
  }
  return current;
}

/** The mean over 2 * radius + 1 pixels along one axis: `step` between its pixels, `lineStep` between its lines. */
function boxMean(field: Float32Array, side: number, radius: number, step: number, lineStep: number): Float32Array {
  const mean = new Float32Array(field.length);
  const count = 2 * radius + 1;
  for (let line = 0; line < side; line++) {
    const start = line * lineStep;
    let sum = 0;
    for (let at = -radius; at <= radius; at++) sum += field[start + ((at + side) % side) * step] as number;
    for (let at = 0; at < side; at++) {
      mean[start + at * step] = sum / count;
      sum += field[start + ((at + radius + 1) % side) * step] as number;
      sum -= field[start + ((at - radius + side) % side) * step] as number;
    }
  }
  return mean;
}
