import { expect, it } from 'vitest';
import { roundsRun } from '../../../main/services/card-facts.ts';

const record = { loss: 1, accuracy: 0.5, validationLoss: null, validationAccuracy: null, durationMs: 1 };

it('counts the rounds of an ensemble once, however many networks went through them', () => {
  const epochs = [1, 2, 3].flatMap((member) => [1, 2].map((epoch) => ({ ...record, epoch, member })));
  expect(roundsRun(epochs)).toBe(2);
  expect(roundsRun([])).toBe(0);
});
