import { z } from 'zod';

/** Bins of every histogram. The first and the last also hold whatever lies beyond them. */
export const HISTOGRAM_BINS = 64;

/** Lowest edge and bin width of a CT's histogram, HU: -104 to 152, around the brain. */
const HU_FROM = -104;
const HU_STEP = 4;

/** How many pixels of a slice have which grey level: `grey` in 64 equal steps from black to white, `HU` in steps of 4 HU. */
export const greyHistogramSchema = z.object({
  unit: z.enum(['grey', 'HU']),
  counts: z.array(z.number().int().nonnegative()).length(HISTOGRAM_BINS),
});
export type GreyHistogram = z.infer<typeof greyHistogramSchema>;

/** The histogram of grey levels (0..1). */
export function greyHistogram(levels: Float32Array): GreyHistogram {
  return { unit: 'grey', counts: countInBins(levels, 0, 1 / HISTOGRAM_BINS) };
}

/** The histogram of Hounsfield units. */
export function huHistogram(hu: Float32Array): GreyHistogram {
  return { unit: 'HU', counts: countInBins(hu, HU_FROM, HU_STEP) };
}

/** Lower edge of a bin: grey in levels of 8 bits (0..255), or HU. */
export function binEdge(unit: GreyHistogram['unit'], bin: number): number {
  return unit === 'HU' ? HU_FROM + bin * HU_STEP : (bin * 256) / HISTOGRAM_BINS;
}

function countInBins(values: Float32Array, from: number, step: number): number[] {
  const counts = new Array<number>(HISTOGRAM_BINS).fill(0);
  for (const value of values) {
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.max(0, Math.floor((value - from) / step)));
    if (Number.isFinite(bin)) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
