import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import { crossFittedTemperature, type FoldSlice } from '../../../src/statistics/cross-fitted-temperature.ts';

/** Predictions whose logits are `sharpness` times as large as they should be. */
function predictions(sharpness: number): FoldSlice[] {
  const random = createSeededRandom(9);
  return Array.from({ length: 600 }, (_, index) => {
    const logit = random.normal(0, 1.5);
    const label = random.chance(1 / (1 + Math.exp(-logit))) ? 'haemorrhage' : 'none';
    return { probability: 1 / (1 + Math.exp(-logit * sharpness)), label, group: `g${index}`, fold: index % 5 };
  });
}

describe('crossFittedTemperature', () => {
  it('finds how much too sure the predictions are, fold by fold, and mends it', () => {
    const { temperatures, before, after } = crossFittedTemperature(predictions(3));
    expect(temperatures).toHaveLength(5);
    for (const temperature of temperatures) expect(temperature).toBeCloseTo(3, -0.5);
    expect(after.logLoss).toBeLessThan(before.logLoss - 0.1);
    expect(after.brier).toBeLessThan(before.brier);
    expect(after.ece).toBeLessThan(before.ece);
  });

  it('never lets a fold calibrate itself', () => {
    // Fold 0 alone is upside down: its own temperature would flatten it; the other folds know nothing of that.
    const slices = predictions(1).map((slice) =>
      slice.fold === 0 ? { ...slice, probability: 1 - slice.probability } : slice,
    );
    const { temperatures } = crossFittedTemperature(slices);
    expect(temperatures[0]).toBeLessThan(1.3);
    expect(temperatures[1]).toBeGreaterThan(1.3);
  });
});
