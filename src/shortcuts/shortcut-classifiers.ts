import { fitBoostedTrees } from './boosted-trees.ts';
import { BRAIN_STATISTICS } from './brain-statistics.ts';
import type { FeatureRows, FittedClassifier } from './feature-rows.ts';
import { fitLogisticClassifier } from './logistic-regression.ts';
import { PICTURE_FACTS } from './picture-facts.ts';
import type { ShortcutFeature } from './shortcut-feature.ts';
import type { SliceStatistics } from './slice-statistics.ts';

export const SHORTCUT_CLASSIFIERS = ['picture-facts', 'brain-statistics'] as const;
export type ShortcutName = (typeof SHORTCUT_CLASSIFIERS)[number];

/** A classifier that sees next to nothing of a slice. Its settings were fixed before any result was looked at. */
export interface ShortcutClassifier {
  readonly name: ShortcutName;
  /** What it sees, for a sentence: "image size and border alone". */
  readonly sees: string;
  /** What it is and what it was set to. */
  readonly settings: string;
  readonly features: readonly ShortcutFeature[];
  readonly rowOf: (statistics: SliceStatistics) => number[];
  readonly fit: (rows: FeatureRows, labels: Uint8Array) => FittedClassifier;
}

const BOOSTING = { rounds: 100, rate: 0.1, depth: 2 };
const LOGISTIC = { inverseStrength: 1 };

/** The two classifiers of the audit. */
export const CLASSIFIERS: Readonly<Record<ShortcutName, ShortcutClassifier>> = {
  'picture-facts': {
    name: 'picture-facts',
    sees: 'image size, border and overall brightness alone',
    settings: `Gradient-boosted trees, ${BOOSTING.rounds} rounds, rate ${BOOSTING.rate}, depth ${BOOSTING.depth}`,
    features: PICTURE_FACTS,
    rowOf: ({ pictureFacts }) => PICTURE_FACTS.map(({ name }) => pictureFacts[name]),
    fit: (rows, labels) => fitBoostedTrees(rows, labels, BOOSTING),
  },
  'brain-statistics': {
    name: 'brain-statistics',
    sees: 'fifteen statistics of brightness and symmetry alone',
    settings: `Logistic regression, L2 penalty, C = ${LOGISTIC.inverseStrength}, standardised in the fold`,
    features: BRAIN_STATISTICS,
    rowOf: ({ brainStatistics }) => BRAIN_STATISTICS.map(({ name }) => brainStatistics[name]),
    fit: (rows, labels) => fitLogisticClassifier(rows, labels, LOGISTIC),
  },
};
