import { averagePrecision } from './average-precision.ts';
import { brierScore } from './brier.ts';
import { expectedCalibrationError } from './calibration.ts';
import type { Confusion } from './confusion.ts';
import { cohenKappa } from './kappa.ts';
import { matthewsCorrelation } from './mcc.ts';
import { pointAtSensitivity, pointAtSpecificity } from './operating-points.ts';
import { predictiveValuesAt } from './predictive-values.ts';
import { areaUnderRoc } from './roc.ts';
import type { RankedScores, Weights } from './scored-slices.ts';

/** What the figures are made at. */
export interface EvaluationSettings {
  /** Haemorrhage is called at this probability (0..1) and above. */
  readonly threshold: number;
  /** Share with haemorrhage where the model is to be used, for PPV and NPV; null where none is stated. */
  readonly prevalence: number | null;
  /** Bins of the expected calibration error. */
  readonly binCount: number;
}

/** Names of all figures, in the order in which a report gives them. */
export const EVALUATION_FIGURES = [
  'accuracy',
  'sensitivity',
  'specificity',
  'balancedAccuracy',
  'averagePrecision',
  'auc',
  'sensitivityAt90Specificity',
  'sensitivityAt95Specificity',
  'specificityAt90Sensitivity',
  'specificityAt95Sensitivity',
  'ppv',
  'npv',
  'brier',
  'ece',
  'mcc',
  'kappa',
] as const;
export type EvaluationFigureName = (typeof EVALUATION_FIGURES)[number];

/** What each figure is called where people read it. */
export const FIGURE_WORDS: Readonly<Record<EvaluationFigureName, string>> = {
  accuracy: 'Accuracy',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
  balancedAccuracy: 'Balanced accuracy',
  averagePrecision: 'Average precision',
  auc: 'Area under the ROC curve',
  sensitivityAt90Specificity: 'Sensitivity at 90 % specificity',
  sensitivityAt95Specificity: 'Sensitivity at 95 % specificity',
  specificityAt90Sensitivity: 'Specificity at 90 % sensitivity',
  specificityAt95Sensitivity: 'Specificity at 95 % sensitivity',
  ppv: 'Positive predictive value',
  npv: 'Negative predictive value',
  brier: 'Brier score',
  ece: 'Calibration error (ECE)',
  mcc: 'Matthews correlation (MCC)',
  kappa: "Cohen's kappa",
};

/** The confusion matrix at a threshold; counts are sums of weights. */
export function confusionAt(ranked: RankedScores, threshold: number, weights: Weights = ranked.once): Confusion {
  let truePositives = 0;
  let falsePositives = 0;
  let positives = 0;
  let total = 0;
  for (let i = 0; i < ranked.n; i += 1) {
    const weight = weights[i] as number;
    const called = (ranked.scores[i] as number) >= threshold;
    total += weight;
    if (ranked.positives[i] === 1) {
      positives += weight;
      if (called) truePositives += weight;
    } else if (called) falsePositives += weight;
  }
  return {
    truePositives,
    falsePositives,
    trueNegatives: total - positives - falsePositives,
    falseNegatives: positives - truePositives,
  };
}

/** The value of every figure for these weights, null where it is not defined. */
export function evaluationStatistics(
  ranked: RankedScores,
  { threshold, prevalence, binCount }: EvaluationSettings,
  weights: Weights = ranked.once,
): Record<EvaluationFigureName, number | null> {
  const confusion = confusionAt(ranked, threshold, weights);
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const sensitivity = share(truePositives, truePositives + falseNegatives);
  const specificity = share(trueNegatives, trueNegatives + falsePositives);
  const bothRates = sensitivity !== null && specificity !== null;
  const predictive =
    bothRates && prevalence !== null
      ? predictiveValuesAt(sensitivity, specificity, prevalence)
      : { ppv: null, npv: null };
  return {
    accuracy: share(truePositives + trueNegatives, truePositives + trueNegatives + falsePositives + falseNegatives),
    sensitivity,
    specificity,
    balancedAccuracy: bothRates ? (sensitivity + specificity) / 2 : null,
    averagePrecision: bothRates ? averagePrecision(ranked, weights) : null,
    auc: areaUnderRoc(ranked, weights),
    sensitivityAt90Specificity: pointAtSpecificity(ranked, 0.9, weights)?.sensitivity ?? null,
    sensitivityAt95Specificity: pointAtSpecificity(ranked, 0.95, weights)?.sensitivity ?? null,
    specificityAt90Sensitivity: pointAtSensitivity(ranked, 0.9, weights)?.specificity ?? null,
    specificityAt95Sensitivity: pointAtSensitivity(ranked, 0.95, weights)?.specificity ?? null,
    ppv: predictive.ppv,
    npv: predictive.npv,
    brier: brierScore(ranked, weights),
    ece: expectedCalibrationError(ranked, binCount, weights),
    mcc: matthewsCorrelation(confusion),
    kappa: cohenKappa(confusion),
  };
}

function share(k: number, n: number): number | null {
  return n === 0 ? null : k / n;
}
