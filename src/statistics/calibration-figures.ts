import { type CalibrationFigures, calibrationFigures } from './cross-fitted-temperature.ts';
import type { ScoredSlice } from './scored-slices.ts';
import { withTemperature } from './temperature.ts';

/**
 * The figures of probabilities as the network gave them and after a temperature (fitted on other slices, Guo et al., 2017).
 * Calls and ranks are the same before and after. Null without slices.
 * @throws RangeError unless the temperature is above 0
 */
export function calibrationAt(
  slices: readonly ScoredSlice[],
  temperature: number,
): { readonly before: CalibrationFigures; readonly after: CalibrationFigures } | null {
  if (slices.length === 0) return null;
  const scaled = slices.map((slice) => ({ ...slice, probability: withTemperature(slice.probability, temperature) }));
  return { before: calibrationFigures(slices), after: calibrationFigures(scaled) };
}
