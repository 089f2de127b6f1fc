import { brierScore } from './brier.ts';
import { expectedCalibrationError } from './calibration.ts';
import { logLoss } from './log-loss.ts';
import { rankScores, type ScoredSlice } from './scored-slices.ts';
import { fitTemperature, withTemperature } from './temperature.ts';

/** An out-of-fold prediction with the fold (0-based) that it came from. */
export type FoldSlice = ScoredSlice & { readonly fold: number };

/** How well probabilities fit; all lower is better. */
export interface CalibrationFigures {
  readonly brier: number;
  readonly ece: number;
  /** Nats. */
  readonly logLoss: number;
}

export interface CrossFittedCalibration {
  /** The temperature used on each fold, in order of the folds; 1 where none could be fitted. */
  readonly temperatures: number[];
  readonly before: CalibrationFigures;
  readonly after: CalibrationFigures;
}

/**
 * Temperature scaling (Guo et al., 2017) judged honestly on out-of-fold predictions: the temperature of each fold is
 * fitted on the predictions of all other folds and used on this one alone, so that no slice is calibrated by itself.
 */
export function crossFittedTemperature(slices: readonly FoldSlice[]): CrossFittedCalibration {
  const folds = [...new Set(slices.map(({ fold }) => fold))].sort((a, b) => a - b);
  const temperatureOf = new Map(
    folds.map((fold) => {
      const fit = fitTemperature(rankScores(slices.filter((slice) => slice.fold !== fold)));
      return [fold, fit?.temperature ?? 1] as const;
    }),
  );
  const scaled = slices.map((slice) => ({
    ...slice,
    probability: withTemperature(slice.probability, temperatureOf.get(slice.fold) ?? 1),
  }));
  return {
    temperatures: folds.map((fold) => temperatureOf.get(fold) ?? 1),
    before: calibrationFigures(slices),
    after: calibrationFigures(scaled),
  };
}

/** Brier score, calibration error in ten bins and log loss of predictions; NaN for none. */
export function calibrationFigures(slices: readonly ScoredSlice[]): CalibrationFigures {
  const ranked = rankScores(slices);
  return {
    brier: brierScore(ranked) ?? Number.NaN,
    ece: expectedCalibrationError(ranked) ?? Number.NaN,
    logLoss: logLoss(slices),
  };
}
