import { expect, it } from 'vitest';
import { preprocessingSchema } from '../../../src/prediction/preprocessing.ts';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
import { preprocessingFor } from '../../../src/training/default-preprocessing.ts';
import { defaultTrainingSettings, learningRateAt } from '../../../src/training/default-settings.ts';
import { trainingSettingsSchema } from '../../../src/training/training-settings.ts';

it('starts from the notebook: its rounds, and valid settings', () => {
  const settings = defaultTrainingSettings(ARCHITECTURES.lenet2, 42);
  expect(trainingSettingsSchema.parse(settings)).toMatchObject({ rounds: 7, batchSize: 32, seed: 42 });
});

it('warms the learning rate up in a straight line', () => {
  const settings = { rounds: 1, batchSize: 32, learningRate: 0.01, warmUpSteps: 4, seed: 0 };
  const rates = [0, 1, 2, 3, 4, 5].map((step) => learningRateAt(step, settings));
  expect(rates.map((rate) => Number(rate.toFixed(6)))).toEqual([0.002, 0.004, 0.006, 0.008, 0.01, 0.01]);
  expect(learningRateAt(0, { ...settings, warmUpSteps: 0 })).toBe(0.01);
});

it('gives compact its own settings and framing, and leaves the LeNets as they were', () => {
  const { compact, lenet } = ARCHITECTURES;
  expect(trainingSettingsSchema.parse(defaultTrainingSettings(compact, 7))).toMatchObject({
    rounds: 80,
    batchSize: 16,
    learningRateSchedule: 'cosine',
    augmentation: { flipChance: 0.5 },
  });
  expect(preprocessingSchema.parse(preprocessingFor(compact))).toMatchObject({ side: 96, framing: 'aligned-head' });
  expect(defaultTrainingSettings(lenet, 7)).toEqual({
    rounds: 10,
    batchSize: 32,
    learningRate: 5e-4,
    warmUpSteps: 10,
    seed: 7,
  });
  expect(preprocessingFor(lenet)).not.toHaveProperty('framing');
});

it('lets the cosine schedule fall from the full rate to nothing', () => {
  const settings = { rounds: 1, batchSize: 1, learningRate: 0.01, warmUpSteps: 2, seed: 0 };
  const rateAt = (step: number) => learningRateAt(step, { ...settings, learningRateSchedule: 'cosine' }, 102);
  expect(rateAt(0)).toBeCloseTo(0.01 / 3, 10);
  expect(rateAt(2)).toBe(0.01);
  expect(rateAt(52)).toBeCloseTo(0.005, 10);
  expect(rateAt(101)).toBeLessThan(1e-5);
  expect(learningRateAt(101, settings, 102)).toBe(0.01);
});
