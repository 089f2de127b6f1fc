import type { ShortcutAudit } from '../contract/shortcut-methods.ts';
import { DEFAULT_THRESHOLD } from '../prediction/call.ts';
import type { TrainableLabel } from '../review/label.ts';
import { repeatedFigures } from '../statistics/repeated-figures.ts';
import { INTERVAL_SEED } from '../statistics/with-figures.ts';
import { compareWithNetwork } from './compare-with-network.ts';
import { outOfFold } from './out-of-fold.ts';
import { CLASSIFIERS, SHORTCUT_CLASSIFIERS, type ShortcutClassifier } from './shortcut-classifiers.ts';
import { SHORTCUT_FEATURES_VERSION } from './shortcut-feature.ts';
import type { SliceStatistics } from './slice-statistics.ts';

/** A slice of the audit. */
export interface AuditedSlice {
  readonly sliceId: number;
  readonly label: TrainableLabel;
  /** Slices of one group must lie in one fold. */
  readonly group: string;
  readonly statistics: SliceStatistics;
}

export interface ShortcutAuditOptions {
  /** The network's out-of-fold probabilities of haemorrhage on the same slices and folds, a list for each repeat. */
  readonly network: readonly (readonly number[])[] | null;
  /** Haemorrhage is called by the network at this probability and above; 0.5 unless told. */
  readonly networkThreshold?: number;
}

type Classifier = ShortcutAudit['classifiers'][number];
/** Figures of the probabilities of each repeat, at a threshold. */
type Measure = (repeats: readonly (readonly number[])[], threshold: number) => Classifier['figures'];

/**
 * How far a label can be told without seeing a bleed: two small classifiers, out of fold on the folds given, and the network
 * beside them. Everything in them is fitted to the other folds alone.
 * @param folds the fold of each slice, a list for each repeat
 * @throws RangeError where lists differ in length, a group lies in two folds of a repeat, or one label is missing
 */
export function shortcutAudit(
  slices: readonly AuditedSlice[],
  folds: readonly (readonly number[])[],
  { network, networkThreshold = DEFAULT_THRESHOLD }: ShortcutAuditOptions,
): Omit<ShortcutAudit, 'missing'> {
  checkLists(slices, folds, network);
  const labels = slices.map(({ label }) => label);
  const groups = slices.map(({ group }) => group);
  const measure: Measure = (repeats, threshold) =>
    repeatedFigures(
      repeats.map((probabilities) =>
        slices.map(({ label, group }, slice) => ({ label, group, probability: probabilities[slice] ?? Number.NaN })),
      ),
      { threshold, prevalence: null, seed: INTERVAL_SEED },
    );
  const classifiers = SHORTCUT_CLASSIFIERS.map((name) => audited(CLASSIFIERS[name], slices, folds, measure));
  const comparisons = classifiers.flatMap(({ name, probabilities: shortcut }) =>
    network === null
      ? []
      : [
          compareWithNetwork(CLASSIFIERS[name], {
            ...{ labels, groups, shortcut, network, networkThreshold },
            seed: INTERVAL_SEED,
          }),
        ],
  );
  const positiveCount = labels.filter((label) => label === 'haemorrhage').length;
  return {
    featuresVersion: SHORTCUT_FEATURES_VERSION,
    n: slices.length,
    positiveCount,
    negativeCount: slices.length - positiveCount,
    groupCount: new Set(groups).size,
    folds: new Set(folds[0]).size,
    repeats: folds.length,
    sliceIds: slices.map(({ sliceId }) => sliceId),
    classifiers,
    network: network && {
      figures: measure(network, networkThreshold),
      comparisons,
    },
    warnings: comparisons.filter(({ verdict }) => verdict !== 'better').map(({ words }) => words),
  };
}

function audited(
  classifier: ShortcutClassifier,
  slices: readonly AuditedSlice[],
  folds: readonly (readonly number[])[],
  measure: Measure,
): Classifier {
  const { name, sees, settings } = classifier;
  const rows = slices.map(({ statistics }) => classifier.rowOf(statistics));
  const labels = slices.map(({ label }) => label);
  const repeats = folds.map((foldOf) => outOfFold(classifier, rows, labels, foldOf));
  const probabilities = repeats.map((repeat) => repeat.probabilities);
  const figures = measure(probabilities, DEFAULT_THRESHOLD);
  const features = classifier.features.map(({ name: feature, word, unit, meaning }, index) => ({
    ...{ name: feature, word, unit, meaning },
    influence: repeats.reduce((sum, { influence }) => sum + (influence[index] ?? 0), 0) / repeats.length,
  }));
  return {
    ...{ name, sees, settings, figures },
    words: findingWords(sees, figures),
    probabilities,
    features: features.sort((a, b) => Math.abs(b.influence) - Math.abs(a.influence)),
  };
}

/** What the classifier's area under the curve means for the data set, in a sentence. */
function findingWords(sees: string, { auc, accuracy }: Classifier['figures']): string {
  const subject = `${sees.charAt(0).toUpperCase()}${sees.slice(1)}`;
  if (auc.value === null || auc.low === null || auc.high === null) {
    return `${subject}: nothing can be said. ${auc.reason ?? ''}`.trim();
  }
  const area = `area under the curve ${auc.value.toFixed(3)}, 95 % interval ${auc.low.toFixed(3)} to ${auc.high.toFixed(3)}`;
  if (auc.low <= 0.5) return `${subject} do not provably tell the label (${area}, ${auc.n} slices).`;
  const right = accuracy.value === null ? '' : `${(accuracy.value * 100).toFixed(1)} % of labels right, `;
  return `${subject} tell the label (${right}${area}, ${auc.n} slices): a network must do better than this.`;
}

function checkLists(
  slices: readonly AuditedSlice[],
  folds: readonly (readonly number[])[],
  network: readonly (readonly number[])[] | null,
): void {
  if (folds.length === 0) throw new RangeError('There are no folds.');
  if (network !== null && network.length !== folds.length) {
    throw new RangeError(`${network.length} lists of probabilities for ${folds.length} repeats.`);
  }
  for (const list of [...folds, ...(network ?? [])]) {
    if (list.length !== slices.length) throw new RangeError(`A list of ${list.length} for ${slices.length} slices.`);
  }
  folds.forEach((foldOf, repeat) => {
    const foldOfGroup = new Map<string, number>();
    slices.forEach(({ group }, slice) => {
      const fold = foldOf[slice] as number;
      const known = foldOfGroup.get(group) ?? fold;
      if (known !== fold) {
        throw new RangeError(`Repeat ${repeat} leaks: group ${group} lies in folds ${known} and ${fold}.`);
      }
      foldOfGroup.set(group, fold);
    });
  });
}
