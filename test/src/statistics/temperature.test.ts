import { describe, expect, it } from 'vitest';
import { rankScores } from '../../../src/statistics/scored-slices.ts';
import { fitTemperature, withTemperature } from '../../../src/statistics/temperature.ts';
import * as examples from './fixtures/scored-examples.ts';

const { LABELS, PROBABILITIES, scoredSlices } = examples;

describe('fitTemperature', () => {
  it('agrees with scipy and scikit-learn', () => {
    // scipy 1.17.1: 1 / scipy.optimize.brentq(lambda b: numpy.sum(logits * (expit(b * logits) - y)), .05, 20) = 0.5351456921890922;
    // scikit-learn 1.9.1: sklearn.calibration._TemperatureScaling().fit(logits, y), 1 / (2 * beta_) = 0.53514569 (it takes logits twice)
    const fit = fitTemperature(rankScores(scoredSlices(LABELS, PROBABILITIES)));
    expect(fit?.temperature).toBeCloseTo(0.5351456921890922, 10);
    expect(fit?.nllBefore).toBeCloseTo(0.35750116702110946, 12);
    expect(fit?.nllAfter).toBeCloseTo(0.31741917829076527, 12);
    expect(fit?.atLimit).toBe(false);
  });

  it('finds back the factor by which logits were blown up', () => {
    const fit = fitTemperature(
      rankScores(
        scoredSlices(
          LABELS,
          PROBABILITIES.map((probability) => withTemperature(probability, 1 / 3)),
        ),
      ),
    );
    expect(fit?.temperature).toBeCloseTo(3 * 0.5351456921890922, 5);
  });

  it('stops at a limit and says so where the best temperature is 0 or infinite', () => {
    const perfect = fitTemperature(rankScores(scoredSlices([1, 1, 0, 0], [0.9, 0.6, 0.4, 0.1])));
    expect(perfect).toMatchObject({ temperature: 0.05, atLimit: true });
    const reversed = fitTemperature(rankScores(scoredSlices([0, 0, 1, 1], [0.9, 0.6, 0.4, 0.1])));
    expect(reversed).toMatchObject({ temperature: 20, atLimit: true });
    expect(fitTemperature(rankScores(scoredSlices([1, 0], [1, 0])))?.nllAfter).toBeLessThan(1e-6);
  });

  it('is null unless both labels occur', () => {
    expect(fitTemperature(rankScores(examples.ONLY_HAEMORRHAGE))).toBeNull();
    expect(fitTemperature(rankScores([]))).toBeNull();
  });
});

describe('withTemperature', () => {
  it('draws probabilities to one half above 1 and leaves them at 1', () => {
    expect(withTemperature(0.9, 1)).toBeCloseTo(0.9, 12);
    expect(withTemperature(0.9, 2)).toBeCloseTo(0.75, 12);
    expect(withTemperature(1, 1)).toBeCloseTo(1, 6);
    expect(() => withTemperature(0.5, 0)).toThrow(RangeError);
  });
});
