import { createSeededRandom, type SeededRandom } from '../random/seeded-random.ts';
import type { ScanQuality } from './synthetic-patient.ts';

/**
 * Turn an ideal image (HU, in place) into a scanned one: point spread, and noise of which one part is white and one part
 * passes through the same point spread, as reconstruction leaves it. Its standard deviation is `scan.noiseHu`.
 */
export function acquireImage(
  image: Float32Array,
  grid: { readonly rows: number; readonly columns: number; readonly pixelSpacingMm: number },
  options: { readonly seed: number; readonly scan: ScanQuality },
): void {
  const random = createSeededRandom(options.seed);
  const { noiseHu, noiseCorrelation, blurMm } = options.scan;
  const kernel = gaussianKernel(Math.max(0.25, blurMm / grid.pixelSpacingMm));
  // A separable blur leaves this share of a white field's standard deviation.
  const keptShare = kernel.reduce((sum, weight) => sum + weight * weight, 0);
  addScaled(image, nearNormalField(random, image.length), (Math.sqrt(noiseCorrelation) * noiseHu) / keptShare);
  blurImage(image, grid.rows, grid.columns, kernel);
  addScaled(image, nearNormalField(random, image.length), Math.sqrt(1 - noiseCorrelation) * noiseHu);
}

function blurImage(image: Float32Array, rows: number, columns: number, kernel: Float32Array): void {
  const passed = new Float32Array(image.length);
  convolveLines(image, passed, kernel, { lines: rows, lineStep: columns, length: columns, step: 1 });
  convolveLines(passed, image, kernel, { lines: columns, lineStep: 1, length: rows, step: columns });
}

function addScaled(image: Float32Array, field: Float32Array, scale: number): void {
  for (let index = 0; index < image.length; index++) image[index] = at(image, index) + scale * at(field, index);
}

/** Deviates of mean 0 and spread 1, each the sum of the four bytes of one draw: near enough to normal for a picture. */
function nearNormalField(random: SeededRandom, length: number): Float32Array {
  const field = new Float32Array(length);
  const spread = Math.sqrt((4 * (256 * 256 - 1)) / 12);
  for (let index = 0; index < length; index++) {
    const bits = random.nextUint32();
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    field[index] = (sum - 510) / spread;
  }
  return field;
}

/** Round to whole HU inside what a 12-bit scanner can store, [-1024, 3071]. */
export function toHounsfield(image: Float32Array): Int16Array {
  const stored = new Int16Array(image.length);
  for (let index = 0; index < image.length; index++) {
    stored[index] = Math.max(-1024, Math.min(3071, Math.round(at(image, index))));
  }
  return stored;
}

interface LineLayout {
  readonly lines: number;
  readonly lineStep: number;
  readonly length: number;
  readonly step: number;
}

function convolveLines(from: Float32Array, to: Float32Array, kernel: Float32Array, layout: LineLayout): void {
  const taps = kernel.length;
  const radius = (taps - 1) / 2;
  const { length, step } = layout;
  for (let line = 0; line < layout.lines; line++) {
    const start = line * layout.lineStep;
    for (let place = 0; place < length; place++) {
      let sum = 0;
      if (place < radius || place >= length - radius) {
        for (let tap = -radius; tap <= radius; tap++) {
          const source = Math.max(0, Math.min(length - 1, place + tap));
          sum += at(kernel, tap + radius) * at(from, start + source * step);
        }
      } else {
        let source = start + (place - radius) * step;
        for (let tap = 0; tap < taps; tap++, source += step) sum += at(kernel, tap) * at(from, source);
      }
      to[start + place * step] = sum;
    }
  }
}

function gaussianKernel(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = new Float32Array(2 * radius + 1);
  let sum = 0;
  for (let tap = -radius; tap <= radius; tap++) {
    const weight = Math.exp(-(tap * tap) / (2 * sigma * sigma));
    kernel[tap + radius] = weight;
    sum += weight;
  }
  return kernel.map((weight) => weight / sum);
}

function at(values: Float32Array, index: number): number {
  return values[index] as number;
}
