import type { Architecture } from './architecture.ts';
import type { TrainingSettings } from './training-settings.ts';

/** What `compact` is trained with. For 120 slices in batches of 16 the warm-up is three rounds. */
const COMPACT_SETTINGS = {
  batchSize: 16,
  learningRate: 2e-3,
  warmUpSteps: 24,
  learningRateSchedule: 'cosine',
  weightDecay: 0.01,
  labelSmoothing: 0.05,
  augmentation: {
    flipChance: 0.5,
    rotateDegrees: 15,
    shiftShare: 0.08,
    zoomLog: 0.12,
    verticalZoomLog: 0.05,
    gammaLog: 0.25,
    contrast: 0.15,
    brightness: 0.1,
  },
} as const;

/**
 * What a run is made with when nobody says otherwise. The LeNets: the notebook's rounds and batch, Adam's rate at a height
 * where these nets neither die at the first steps (as they can at 1e-3 from a cold start) nor crawl.
 */
export function defaultTrainingSettings(architecture: Architecture, seed: number): TrainingSettings {
  const rounds = architecture.defaultRounds;
  if (architecture.name === 'compact') return { rounds, seed, ...COMPACT_SETTINGS };
  return { rounds, batchSize: 32, learningRate: 5e-4, warmUpSteps: 10, seed };
}

/**
 * The learning rate of a step (0-based): linear from rate / (warmUpSteps + 1) to the full rate; then constant, or with
 * the `cosine` schedule (Loshchilov and Hutter, 2017, without restarts) down to 0 at the last step.
 * @param steps how many steps the run has
 */
export function learningRateAt(step: number, settings: TrainingSettings, steps = Number.POSITIVE_INFINITY): number {
  const { learningRate, warmUpSteps, learningRateSchedule } = settings;
  if (step < warmUpSteps) return (learningRate * (step + 1)) / (warmUpSteps + 1);
  if (learningRateSchedule !== 'cosine') return learningRate;
  return (learningRate / 2) * (1 + Math.cos((Math.PI * (step - warmUpSteps)) / Math.max(1, steps - warmUpSteps)));
}
