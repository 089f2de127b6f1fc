import type { Evidence } from '../../src/contract/training-methods.ts';
import { pointAtSensitivity, pointAtSpecificity } from '../../src/statistics/operating-points.ts';
import type { RankedScores } from '../../src/statistics/scored-slices.ts';

/** A threshold to jump to. */
export interface ThresholdMark {
  readonly word: string;
  readonly threshold: number;
}

const TARGETS = [0.9, 0.95] as const;

/** The thresholds that reach 90 and 95 % sensitivity or specificity on these slices, where there is one. */
export function thresholdMarks(ranked: RankedScores): ThresholdMark[] {
  const points = TARGETS.flatMap((target) => [
    { word: `Sensitivity ${target * 100} %`, point: pointAtSensitivity(ranked, target) },
    { word: `Specificity ${target * 100} %`, point: pointAtSpecificity(ranked, target) },
  ]);
  return points
    .flatMap(({ word, point }) =>
      point === null || point.threshold === null ? [] : [{ word, threshold: point.threshold }],
    )
    .sort((a, b) => a.word.localeCompare(b.word));
}

/** A threshold as typed: a number from 0 to 1, with a point or a comma; null for anything else. */
export function typedThreshold(text: string): number | null {
  const written = text.trim().replace(',', '.');
  const value = /^(\d+\.?\d*|\.\d+)$/.test(written) ? Number(written) : Number.NaN;
  return value >= 0 && value <= 1 ? value : null;
}

/** What moving the threshold away from the stored one does to the figures, in words. */
export function thresholdWarning(kind: Evidence['kind']): string {
  const optimistic =
    'This threshold was chosen while looking at the slices that the figures are made on, so the figures at it are optimistic.';
  switch (kind) {
    case 'cross-validated':
      return `${optimistic} A threshold to report is chosen inside the folds, without the slices it is judged on.`;
    case 'sealed-test':
      return `${optimistic} A sealed test judges the threshold that was fixed before it was opened, and no other.`;
    case 'held-out':
    case 'other-source':
      return `${optimistic} Fix it, then measure it on slices that had no part in the choice.`;
  }
}
