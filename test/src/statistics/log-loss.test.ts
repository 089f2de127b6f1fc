import { expect, it } from 'vitest';
import { logLoss } from '../../../src/statistics/log-loss.ts';

it('is the mean of minus the logarithm of the probability of the true label', () => {
  // scikit-learn's documented example for `log_loss`: labels spam, ham, ham, spam with these probabilities give 0.21616...
  const slices = [
    { label: 'haemorrhage', probability: 0.9 },
    { label: 'none', probability: 0.1 },
    { label: 'none', probability: 0.2 },
    { label: 'haemorrhage', probability: 0.65 },
  ] as const;
  expect(logLoss(slices)).toBeCloseTo(0.21616187, 7);
});

it('stays finite for a sure mistake', () => {
  expect(logLoss([{ label: 'none', probability: 1 }])).toBeCloseTo(-Math.log(1e-7), 6);
});
