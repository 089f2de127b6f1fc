import type { ShortcutComparison } from '../contract/shortcut-methods.ts';
import { DEFAULT_THRESHOLD } from '../prediction/call.ts';
import type { TrainableLabel } from '../review/label.ts';
import { compareModels } from '../statistics/compare-models.ts';
import type { Figure } from '../statistics/figure.ts';
import { meanFigure } from './mean-figure.ts';
import type { ShortcutClassifier } from './shortcut-classifiers.ts';

export interface ComparedProbabilities {
  /** Of each slice. */
  readonly labels: readonly TrainableLabel[];
  readonly groups: readonly string[];
  /** Out-of-fold probabilities of haemorrhage of each slice, a list for each repeat. */
  readonly shortcut: readonly (readonly number[])[];
  readonly network: readonly (readonly number[])[];
  readonly networkThreshold: number;
  readonly seed: number;
}

/**
 * Whether a network beats a shortcut classifier on the same slices and folds: `better` where compareModels finds a provable
 * improvement of the accuracy in every repeat (paired bootstrap and McNemar), so that a lucky repeat does not count.
 */
export function compareWithNetwork(
  classifier: Pick<ShortcutClassifier, 'name' | 'sees'>,
  compared: ComparedProbabilities,
): ShortcutComparison {
  const { labels, groups, shortcut, network, networkThreshold, seed } = compared;
  const repeats = network.map((probabilities, repeat) =>
    compareModels(
      labels.map((label, slice) => ({
        label,
        group: groups[slice] ?? '',
        current: shortcut[repeat]?.[slice] ?? Number.NaN,
        candidate: probabilities[slice] ?? Number.NaN,
      })),
      { currentThreshold: DEFAULT_THRESHOLD, candidateThreshold: networkThreshold, seed },
    ),
  );
  const all = (verdict: string): boolean => repeats.every((repeat) => repeat.verdict === verdict);
  const verdict = all('improvement') ? 'better' : all('worsening') ? 'worse' : 'not-provably-better';
  const accuracyDifference = meanFigure(repeats.map((repeat) => repeat.accuracyDifference));
  const aucDifference = meanFigure(repeats.map((repeat) => repeat.aucDifference));
  const deLongPs = repeats.map(({ deLong }) => deLong?.p ?? null).filter((p) => p !== null);
  return {
    classifier: classifier.name,
    verdict,
    words: `${verdictWords(classifier.sees, repeats)}: ${differenceWords(accuracyDifference, aucDifference)}.`,
    accuracyDifference,
    aucDifference,
    mcNemarP: Math.max(...repeats.map(({ mcNemarP }) => mcNemarP)),
    deLongP: deLongPs.length === repeats.length ? Math.max(...deLongPs) : null,
  };
}

function verdictWords(sees: string, repeats: readonly { readonly verdict: string }[]): string {
  const count = (verdict: string): number => repeats.filter((repeat) => repeat.verdict === verdict).length;
  const better = count('improvement');
  if (better === repeats.length) return `The network is better than ${sees}`;
  if (count('worsening') === repeats.length) return `The network is worse than ${sees}`;
  const where = better > 0 ? `, but for ${better} of ${repeats.length} repeats` : '';
  return `The network is not provably better than ${sees}${where}`;
}

function differenceWords(accuracy: Figure, auc: Figure): string {
  const signed = (value: number, digits: number): string => `${value > 0 ? '+' : ''}${value.toFixed(digits)}`;
  const says = ({ value, low, high }: Figure, scale: number, digits: number): string => {
    if (value === null) return 'not defined';
    const interval =
      low === null || high === null
        ? 'no interval'
        : `95 % interval ${signed(low * scale, digits)} to ${signed(high * scale, digits)}`;
    return `${signed(value * scale, digits)} (${interval})`;
  };
  return (
    `difference in accuracy ${says(accuracy, 100, 1)} points, in the area under the curve ${says(auc, 1, 3)}, ` +
    `on ${accuracy.n} slices`
  );
}
