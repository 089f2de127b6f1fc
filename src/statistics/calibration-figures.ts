import { brierScore } from './brier.ts';
import { expectedCalibrationError } from './calibration.ts';
import { rankScores, type ScoredSlice } from './scored-slices.ts';
import { withTemperature } from './temperature.ts';

/** How well probabilities fit what is there; each is better when lower. */
export interface CalibrationFigures {
  readonly brier: number;
  readonly ece: number;
  /** Mean negative log-likelihood in nats; a guess of 50 % has 0.693. */
  readonly logLoss: number;
}

/**
 * The figures of probabilities as the network gave them and after a temperature (fitted on other slices, Guo et al., 2017).
 * Calls and ranks are the same before and after. Null without slices.
 * @throws RangeError unless the temperature is above 0
 */
export function calibrationAt(
  slices: readonly ScoredSlice[],
  temperature: number,
): { readonly before: CalibrationFigures; readonly after: CalibrationFigures } | null {
  const before = figuresOf(slices);
  const after = figuresOf(
    slices.map((slice) => ({ ...slice, probability: withTemperature(slice.probability, temperature) })),
  );
  return before && after && { before, after };
}

/** Probabilities of 0 and 1 are taken for the nearest that a 32-bit float can tell from them. */
const EDGE = 2 ** -24;

function figuresOf(slices: readonly ScoredSlice[]): CalibrationFigures | null {
  const ranked = rankScores(slices);
  const [brier, ece] = [brierScore(ranked), expectedCalibrationError(ranked)];
  if (brier === null || ece === null) return null;
  const losses = slices.map(({ probability, label }) => {
    const ofTruth = label === 'haemorrhage' ? probability : 1 - probability;
    return -Math.log(Math.max(EDGE, ofTruth));
  });
  return { brier, ece, logLoss: losses.reduce((a, b) => a + b, 0) / losses.length };
}
