import type { Prediction } from '../../src/contract/shared.ts';
import { cannotTell } from '../../src/prediction/doubt-zone.ts';

/** A stored prediction as the screen shows it, by the project's zone of doubt. */
export function presentPrediction(stored: Omit<Prediction, 'cannotTell'>, doubtWidth: number): Prediction {
  const { modelId, modelName, probability, threshold, call } = stored;
  return {
    modelId,
    modelName,
    probability,
    threshold,
    call,
    cannotTell: cannotTell(probability, threshold, doubtWidth),
  };
}
