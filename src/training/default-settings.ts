import type { Architecture } from './architecture.ts';
import type { TrainingSettings } from './training-settings.ts';

/**
 * What a run is made with when nobody says otherwise: the notebook's rounds and batch, Adam's rate at a height where
 * these nets neither die at the first steps (as they can at 1e-3 from a cold start) nor crawl.
 */
export function defaultTrainingSettings(architecture: Architecture, seed: number): TrainingSettings {
  return { rounds: architecture.defaultRounds, batchSize: 32, learningRate: 5e-4, warmUpSteps: 10, seed };
}

/** The learning rate of a step (0-based): linear from rate/warmUpSteps to the full rate, then constant. */
export function learningRateAt(step: number, settings: TrainingSettings): number {
  const { learningRate, warmUpSteps } = settings;
  return step < warmUpSteps ? (learningRate * (step + 1)) / (warmUpSteps + 1) : learningRate;
}
