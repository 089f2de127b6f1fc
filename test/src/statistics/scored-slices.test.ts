import { describe, expect, it } from 'vitest';
import { rankScores } from '../../../src/statistics/scored-slices.ts';
import { scoredSlices } from './fixtures/scored-examples.ts';

describe('rankScores', () => {
  it('ranks from the highest probability, keeps equals in order and counts labels and groups', () => {
    const ranked = rankScores(scoredSlices([0, 1, 0, 1], [0.2, 0.9, 0.5, 0.5], (index) => index >> 1));
    expect([...ranked.scores]).toEqual([0.9, 0.5, 0.5, 0.2]);
    expect([...ranked.order]).toEqual([1, 2, 3, 0]);
    expect([...ranked.positives]).toEqual([1, 0, 1, 0]);
    expect([...ranked.groups]).toEqual([0, 1, 1, 0]);
    expect(ranked).toMatchObject({ n: 4, positiveCount: 2, negativeCount: 2, groupCount: 2 });
  });

  it.each([Number.NaN, -0.1, 1.1, Number.POSITIVE_INFINITY])('refuses %f as a probability', (probability) => {
    expect(() => rankScores(scoredSlices([1, 0], [0.5, probability]))).toThrow(RangeError);
  });
});
