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
      /** From slice `afterIndex` on the steps have another regular length, as where the skull base is scanned finer. */
      readonly kind: 'step-change';
      readonly afterIndex: number;
      readonly stepMm: number;
      readonly usualStepMm: number;
    }
  | {
      /** Single steps that differ from the usual one by more than a tenth and are no missing slice. */
      readonly kind: 'uneven';
      readonly steps: number;
      readonly leastMm: number;
      readonly mostMm: number;
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

/** Steps that differ by no more than this part of the usual one are alike. */
const ALIKE = 0.1;
/** As many steps of one length in a row are a way of scanning, not gaps. */
const REGULAR_RUN = 3;

interface Run {
  readonly start: number;
  readonly length: number;
  readonly stepMm: number;
}

/** Steps of one length in a row; doubled positions break none. */
function runsOf(steps: readonly number[]): Run[] {
  const runs: { start: number; length: number; stepMm: number }[] = [];
  steps.forEach((stepMm, start) => {
    if (stepMm <= SAME_PLACE_MM) return;
    const last = runs.at(-1);
    if (last && Math.abs(stepMm - last.stepMm) <= last.stepMm * ALIKE) last.length += 1;
    else runs.push({ start, length: 1, stepMm });
  });
  return runs;
}

/**
 * Missing and doubled positions, changes of the step and uneven steps. A step is judged by the regular run before it,
 * else by the one behind it, else by the median step.
 * @param placesMm positions along the normal in order
 */
export function seriesGaps(placesMm: readonly number[]): SeriesGap[] {
  const steps = placesMm.slice(1).map((place, index) => Math.abs(place - (placesMm[index] as number)));
  const medianMm = median(steps.filter((step) => step > SAME_PLACE_MM));
  const gaps: SeriesGap[] = steps.flatMap((step, index) =>
    step <= SAME_PLACE_MM ? [{ kind: 'duplicate', index }] : [],
  );
  const runs = runsOf(steps);
  const uneven: number[] = [];
  let usualStepMm = runs.find(({ length }) => length >= REGULAR_RUN)?.stepMm ?? medianMm;
  for (const { start, length, stepMm } of runs) {
    const differs = Math.abs(stepMm - usualStepMm) > usualStepMm * ALIKE;
    if (length >= REGULAR_RUN && differs) {
      gaps.push({ kind: 'step-change', afterIndex: start, stepMm, usualStepMm });
      usualStepMm = stepMm;
    } else if (stepMm > usualStepMm * 1.5) {
      const count = Math.round(stepMm / usualStepMm) - 1;
      for (let at = start; at < start + length; at += 1) {
        gaps.push({ kind: 'missing', afterIndex: at, count, stepMm, usualStepMm });
      }
    } else if (differs) uneven.push(...Array.from({ length }, () => stepMm));
  }
  if (uneven.length > 0) {
    const [leastMm, mostMm] = [Math.min(...uneven), Math.max(...uneven)];
    gaps.push({ kind: 'uneven', steps: uneven.length, leastMm, mostMm, usualStepMm });
  }
  const placeOf = (gap: SeriesGap) =>
    'index' in gap ? gap.index : 'afterIndex' in gap ? gap.afterIndex : steps.length;
  return gaps.sort((a, b) => placeOf(a) - placeOf(b));
}
