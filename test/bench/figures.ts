import { afterWarmUp, type Comparison, compareRuns, median } from './ratios.ts';

/** What one measurement adds to the document: ratios by name, and what they come from. */
export interface Measured {
  readonly ratios: Readonly<Record<string, number>>;
  /** Comparisons, and the figures of each run where there is nothing to compare. */
  readonly details: Readonly<Record<string, Comparison | readonly object[]>>;
}

/** What one process gave. */
export interface Figures {
  readonly ms: number;
  readonly peakBytes: number | null;
}

/** A process's figure is the median of its rounds or passes behind the first. */
export function figuresOf({
  ms,
  peakBytes,
}: {
  readonly ms: readonly number[];
  readonly peakBytes: number | null;
}): Figures {
  return { ms: median(afterWarmUp(ms)), peakBytes };
}

/** Time and, where the system told both sides in every run, peak memory; both sides' runs in order. */
export function compareFigures(
  name: string,
  [ours, theirs]: readonly [readonly Figures[], readonly Figures[]],
): Measured {
  const time = compareRuns(
    ours.map(({ ms }) => ms),
    theirs.map(({ ms }) => ms),
  );
  const [mine, other] = [ours, theirs].map((side) => side.flatMap(({ peakBytes }) => peakBytes ?? []));
  if (mine?.length !== ours.length || other?.length !== theirs.length) {
    return { ratios: { [`${name}_ratio`]: time.ratio }, details: { [`${name}Ms`]: time } };
  }
  const memory = compareRuns(mine, other);
  return {
    ratios: { [`${name}_ratio`]: time.ratio, [`${name}_memory_ratio`]: memory.ratio },
    details: { [`${name}Ms`]: time, [`${name}PeakBytes`]: memory },
  };
}

/** The figures of all measurements side by side. */
export function joinMeasured(all: readonly Measured[]): Measured {
  return {
    ratios: Object.assign({}, ...all.map(({ ratios }) => ratios)),
    details: Object.assign({}, ...all.map(({ details }) => details)),
  };
}
