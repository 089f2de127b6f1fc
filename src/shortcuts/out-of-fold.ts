import type { TrainableLabel } from '../review/label.ts';
import type { FeatureRows } from './feature-rows.ts';
import type { ShortcutClassifier } from './shortcut-classifiers.ts';

export interface OutOfFold {
  /** Of haemorrhage (0..1), in the order of the rows; each from a fit that saw no row of its fold. */
  readonly probabilities: number[];
  /** Mean over the folds' fits of what each feature counted for. */
  readonly influence: number[];
}

/**
 * Predicts each fold with a classifier fitted to the other folds, standardisation included.
 * @param folds fold of each row
 * @throws RangeError where a fold leaves rows of one label only to fit to
 */
export function outOfFold(
  classifier: Pick<ShortcutClassifier, 'fit'>,
  rows: FeatureRows,
  labels: readonly TrainableLabel[],
  folds: readonly number[],
): OutOfFold {
  if (folds.length !== rows.length || labels.length !== rows.length) {
    throw new RangeError(`${rows.length} slices, ${labels.length} labels and ${folds.length} folds.`);
  }
  const probabilities = new Array<number>(rows.length).fill(Number.NaN);
  const distinct = [...new Set(folds)].sort((a, b) => a - b);
  const influences = distinct.map((fold) => {
    const taught = [...rows.keys()].filter((index) => folds[index] !== fold);
    const fitted = classifier.fit(
      taught.map((index) => rows[index] ?? []),
      Uint8Array.from(taught, (index) => (labels[index] === 'haemorrhage' ? 1 : 0)),
    );
    rows.forEach((row, index) => {
      if (folds[index] === fold) probabilities[index] = fitted.probability(row);
    });
    return fitted.influence;
  });
  const features = influences[0]?.length ?? 0;
  const influence = Array.from(
    { length: features },
    (_, feature) => influences.reduce((sum, values) => sum + (values[feature] ?? 0), 0) / influences.length,
  );
  return { probabilities, influence };
}
