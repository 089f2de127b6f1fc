import type { Confusion } from './confusion.ts';
import { type Figure, figureOf, openFigure } from './figure.ts';
import { Z_95 } from './normal.ts';

/**
 * Cohen's kappa of call and label, -1..1 (Cohen, 1960, Educ. Psychol. Meas. 20:37-46). Counts may be weights. Null where
 * chance alone would agree always: all slices of one label get one call.
 */
export function cohenKappa(confusion: Confusion): number | null {
  const { n, observed, expected } = agreementOf(confusion);
  return n === 0 || expected === 1 ? null : (observed - expected) / (1 - expected);
}

/**
 * Cohen's kappa with the large-sample 95 % interval (Fleiss, Cohen & Everitt, 1969, Psychol. Bull. 72:323-327), cut at -1 and 1.
 * Without an interval where the standard error comes out as 0, as it does for full agreement.
 */
export function cohenKappaFigure(confusion: Confusion): Figure {
  const { n, expected } = agreementOf(confusion);
  const kappa = cohenKappa(confusion);
  if (kappa === null) return openFigure(null, n, 'Not defined where all slices have one label and get one call.');
  const error = Math.sqrt(kappaVariance(confusion, kappa, expected));
  if (!(error > 1e-12)) return openFigure(kappa, n, 'The standard error of full agreement is 0 and says nothing.');
  const interval = { low: Math.max(-1, kappa - Z_95 * error), high: Math.min(1, kappa + Z_95 * error) };
  return figureOf(kappa, interval, n, 'large-sample interval of Fleiss, Cohen and Everitt 1969');
}

function agreementOf(confusion: Confusion): { n: number; observed: number; expected: number } {
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = confusion;
  const n = tp + fp + tn + fn;
  if (n === 0) return { n, observed: 0, expected: 0 };
  return { n, observed: (tp + tn) / n, expected: ((tp + fn) * (tp + fp) + (tn + fp) * (tn + fn)) / (n * n) };
}

function kappaVariance(confusion: Confusion, kappa: number, expected: number): number {
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = confusion;
  const n = tp + fp + tn + fn;
  const labelled = (tp + fn) / n;
  const called = (tp + fp) / n;
  const left = 1 - kappa;
  const agreeing =
    (tp / n) * (1 - (labelled + called) * left) ** 2 + (tn / n) * (1 - (2 - labelled - called) * left) ** 2;
  const differing = left ** 2 * ((fn / n) * (called + 1 - labelled) ** 2 + (fp / n) * (1 - called + labelled) ** 2);
  const chance = (kappa - expected * left) ** 2;
  return Math.max(0, agreeing + differing - chance) / ((1 - expected) ** 2 * n);
}
