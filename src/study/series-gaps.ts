/** An irregularity in the positions of an ordered series. */
export type SeriesGap =
  | {
      /** Slices are missing between `afterIndex` and the next one. */
      readonly kind: 'missing';
      readonly afterIndex: number;
      readonly count: number;
      readonly stepMm: number;
      readonly usualStepMm: number;
    }
  | {
      /** Slices `index` and `index + 1` lie at one place. */
      readonly kind: 'duplicate';
      readonly index: number;
    };

/** Positions nearer than this are one place, in mm. */
export const SAME_PLACE_MM = 0.02;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/**
 * Missing and doubled positions, judged by the median step.
 * @param placesMm positions along the normal in order
 */
export function seriesGaps(placesMm: readonly number[]): SeriesGap[] {
  const steps = placesMm.slice(1).map((place, index) => Math.abs(place - (placesMm[index] as number)));
  const usualStepMm = median(steps.filter((step) => step > SAME_PLACE_MM));
  return steps.flatMap((stepMm, index): SeriesGap[] => {
    if (stepMm <= SAME_PLACE_MM) return [{ kind: 'duplicate', index }];
    const count = Math.round(stepMm / usualStepMm) - 1;
    return stepMm > usualStepMm * 1.5 ? [{ kind: 'missing', afterIndex: index, count, stepMm, usualStepMm }] : [];
  });
}
