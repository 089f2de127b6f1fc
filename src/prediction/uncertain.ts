import type { Prediction } from '../contract/shared.ts';

/** Probability within which of the threshold a call counts as uncertain. */
export const UNCERTAIN_WITHIN = 0.1;

/** How far a probability lies from the model's threshold; 0 is as unsure as it gets. */
export function distanceToThreshold({ probability, threshold }: Pick<Prediction, 'probability' | 'threshold'>): number {
  return Math.abs(probability - threshold);
}

/** Whether a call is uncertain: nearer to the threshold than `UNCERTAIN_WITHIN`. The one place that decides it. */
export function isUncertain(prediction: Pick<Prediction, 'probability' | 'threshold'>): boolean {
  return distanceToThreshold(prediction) < UNCERTAIN_WITHIN;
}
