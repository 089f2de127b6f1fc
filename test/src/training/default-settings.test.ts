import { expect, it } from 'vitest';
import { ARCHITECTURES } from '../../../src/training/architectures.ts';
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
