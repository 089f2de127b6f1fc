import type { Proportion } from '../contract/shared.ts';
import type { TrainableLabel } from '../review/label.ts';
import { wilsonProportion } from './wilson.ts';

/** Counts of a two-class confusion matrix; haemorrhage is the positive class. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

export type Outcome = 'true-positive' | 'false-positive' | 'true-negative' | 'false-negative';

/** Which cell of the confusion matrix a call falls into, given the reference label. */
export function outcomeOf(label: TrainableLabel, call: TrainableLabel): Outcome {
  if (label === 'haemorrhage') return call === 'haemorrhage' ? 'true-positive' : 'false-negative';
  return call === 'haemorrhage' ? 'false-positive' : 'true-negative';
}

/** Counts outcomes; slices that are unsure or excluded must have been left out before. */
export function confusionOf(outcomes: readonly Outcome[]): Confusion {
  const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    truePositives: count('true-positive'),
    falsePositives: count('false-positive'),
    trueNegatives: count('true-negative'),
    falseNegatives: count('false-negative'),
  };
}

/** Accuracy, sensitivity and specificity with their 95 % Wilson intervals; `value` is null where nothing was counted. */
export function figuresOf(confusion: Confusion): {
  readonly n: number;
  readonly accuracy: Proportion;
  readonly sensitivity: Proportion;
  readonly specificity: Proportion;
} {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const n = truePositives + falsePositives + trueNegatives + falseNegatives;
  return {
    n,
    accuracy: wilsonProportion(truePositives + trueNegatives, n),
    sensitivity: wilsonProportion(truePositives, truePositives + falseNegatives),
    specificity: wilsonProportion(trueNegatives, trueNegatives + falsePositives),
  };
}
