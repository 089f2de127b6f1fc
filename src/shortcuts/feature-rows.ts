/** Features of slices: one row for each slice, one number for each feature, all rows equally long, all numbers finite. */
export type FeatureRows = readonly (readonly number[])[];

/** What a fitted classifier gives: the probability (0..1) of haemorrhage for one row of features. */
export interface FittedClassifier {
  readonly probability: (row: readonly number[]) => number;
  /**
   * What each feature counts for, in the order of the features: the weight of a logistic regression for one standard
   * deviation (positive: towards haemorrhage), or the share of a feature in what the trees gained (0..1).
   */
  readonly influence: readonly number[];
}

/** 1 / (1 + e^-x), without overflow. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/**
 * What every fit needs: as many labels as rows, and both labels.
 * @param labels 1 for haemorrhage, 0 for none
 * @throws RangeError naming what is missing
 */
export function checkFitInput(rows: FeatureRows, labels: Uint8Array): void {
  if (rows.length !== labels.length) throw new RangeError(`${rows.length} rows and ${labels.length} labels.`);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0 || positives === labels.length) throw new RangeError('A classifier needs slices of both labels.');
  if (!rows.every((row) => row.every(Number.isFinite))) throw new RangeError('A feature is not a finite number.');
}
