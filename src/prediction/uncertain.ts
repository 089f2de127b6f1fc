import type { Prediction } from '../contract/shared.ts';

/** How far a probability lies from the model's threshold; 0 is as unsure as it gets. */
export function distanceToThreshold({ probability, threshold }: Pick<Prediction, 'probability' | 'threshold'>): number {
  return Math.abs(probability - threshold);
}
