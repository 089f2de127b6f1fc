import { frameHead } from '../prediction/frame-head.ts';
import { alignToMidline } from '../prediction/midline.ts';
import { withMirrorDifference } from '../prediction/mirror-difference.ts';
import { percentileOfSorted } from '../prediction/percentile.ts';
import { brainLevels, isInBrain, standardise } from '../prediction/standardise.ts';
import type { ShortcutFeature } from './shortcut-feature.ts';

const LEVEL = 'standardised level';
const percentile = (percent: number, word: string): string =>
  `${word} percentile of the levels in the brain: ${percent} % of it is darker.`;

/**
 * Fifteen numbers that say how bright a brain is and how unlike its two halves are, and nothing of where or in what shape:
 * a network that beats them sees more than that. Levels are standardised (0 is the brain's median, 1 is bone), so that the window
 * that a slice was saved with does not count. In the order in which the classifier gets them.
 */
export const BRAIN_STATISTICS = [
  { name: 'p10', word: '10th percentile', unit: LEVEL, meaning: percentile(10, '10th') },
  { name: 'p75', word: '75th percentile', unit: LEVEL, meaning: percentile(75, '75th') },
  { name: 'p90', word: '90th percentile', unit: LEVEL, meaning: percentile(90, '90th') },
  { name: 'p99', word: '99th percentile', unit: LEVEL, meaning: percentile(99, '99th') },
  { name: 'mean', word: 'Mean', unit: LEVEL, meaning: 'Mean level of the brain.' },
  { name: 'sd', word: 'Standard deviation', unit: LEVEL, meaning: 'Standard deviation of the levels in the brain.' },
  { name: 'skewness', word: 'Skewness', unit: 'number', meaning: 'Third standardised moment of the levels.' },
  {
    name: 'bright25',
    word: 'Share brighter than 0.25',
    unit: 'share',
    meaning: 'Share of the brain above level 0.25.',
  },
  { name: 'bright50', word: 'Share brighter than 0.5', unit: 'share', meaning: 'Share of the brain above level 0.5.' },
  {
    name: 'bright75',
    word: 'Share brighter than 0.75',
    unit: 'share',
    meaning: 'Share of the brain above level 0.75.',
  },
  {
    name: 'differenceMean',
    word: 'Left-right difference',
    unit: LEVEL,
    meaning: 'Mean absolute difference between the brain and its mirror image.',
  },
  {
    name: 'differenceP90',
    word: 'Left-right difference, 90th percentile',
    unit: LEVEL,
    meaning: '90th percentile of the absolute difference between the brain and its mirror image.',
  },
  {
    name: 'differenceP99',
    word: 'Left-right difference, 99th percentile',
    unit: LEVEL,
    meaning: '99th percentile of the absolute difference between the brain and its mirror image.',
  },
  {
    name: 'halvesMean',
    word: 'Difference of the halves’ means',
    unit: LEVEL,
    meaning: 'Absolute difference of the mean levels of the two halves.',
  },
  {
    name: 'halvesBright',
    word: 'Difference of the halves’ bright shares',
    unit: 'share',
    meaning: 'Absolute difference of the shares above level 0.5 of the two halves.',
  },
] as const satisfies readonly ShortcutFeature[];
export type BrainStatistic = (typeof BRAIN_STATISTICS)[number]['name'];

/** Side of the square in which a head is measured, pixels. */
const SIDE = 96;

/**
 * The statistics of one slice: the head is cut out, aligned to its midline and standardised as for a network, and an ellipse
 * in its middle is measured.
 * @param levels grey levels 0..1, row-major, `rows * columns` long
 */
export function brainStatistics(levels: Float32Array, rows: number, columns: number): Record<BrainStatistic, number> {
  const { picture } = alignToMidline(frameHead(levels, rows, columns, SIDE), SIDE);
  const brain = cutBrain(standardise(picture, brainLevels(picture, SIDE)));
  const sorted = brain.levels.slice().sort();
  const differences = brain.differences.map(Math.abs).sort();
  const [left, right] = [
    brain.levels.filter((_, at) => brain.isLeft[at]),
    brain.levels.filter((_, at) => !brain.isLeft[at]),
  ];
  return {
    p10: percentileOfSorted(sorted, 10),
    p75: percentileOfSorted(sorted, 75),
    p90: percentileOfSorted(sorted, 90),
    p99: percentileOfSorted(sorted, 99),
    ...moments(brain.levels),
    bright25: shareAbove(brain.levels, 0.25),
    bright50: shareAbove(brain.levels, 0.5),
    bright75: shareAbove(brain.levels, 0.75),
    differenceMean: meanOf(differences),
    differenceP90: percentileOfSorted(differences, 90),
    differenceP99: percentileOfSorted(differences, 99),
    halvesMean: Math.abs(meanOf(left) - meanOf(right)),
    halvesBright: Math.abs(shareAbove(left, 0.5) - shareAbove(right, 0.5)),
  };
}

function cutBrain(picture: Float32Array): {
  readonly levels: Float32Array;
  readonly differences: Float32Array;
  readonly isLeft: Uint8Array;
} {
  const doubled = withMirrorDifference(picture, SIDE, 1);
  const inside = [...picture.keys()].filter((at) => isInBrain(Math.floor(at / SIDE), at % SIDE, SIDE));
  return {
    levels: Float32Array.from(inside, (at) => doubled[2 * at] as number),
    differences: Float32Array.from(inside, (at) => doubled[2 * at + 1] as number),
    isLeft: Uint8Array.from(inside, (at) => (at % SIDE < SIDE / 2 ? 1 : 0)),
  };
}

function moments(levels: Float32Array): { mean: number; sd: number; skewness: number } {
  const mean = meanOf(levels);
  const central = (power: number): number =>
    levels.reduce((sum, level) => sum + (level - mean) ** power, 0) / levels.length;
  const sd = Math.sqrt(central(2));
  return { mean, sd, skewness: sd > 0 ? central(3) / sd ** 3 : 0 };
}

function meanOf(levels: Float32Array): number {
  return levels.reduce((sum, level) => sum + level, 0) / levels.length;
}

function shareAbove(levels: Float32Array, threshold: number): number {
  return levels.reduce((count, level) => count + (level > threshold ? 1 : 0), 0) / levels.length;
}
