import { describe, expect, it } from 'vitest';
import { candidatePairs } from '../../../src/duplicates/candidate-pairs.ts';
import { ORIENTATIONS } from '../../../src/duplicates/orientation.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';

function unitVector(values: number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

describe('candidatePairs', () => {
  it('bounds the alignments to come by the number of slices times partners, with every slice in some', () => {
    const random = createSeededRandom(5);
    const vectors = Array.from({ length: 120 }, () =>
      ORIENTATIONS.map(() => unitVector(Array.from({ length: 20 }, () => random.normal()))),
    );
    const pairs = candidatePairs(vectors, 4);
    expect(pairs.length).toBeLessThanOrEqual(120 * 4);
    expect(new Set(pairs.flatMap(({ first, second }) => [first, second])).size).toBe(120);
    expect(new Set(pairs.map(({ first, second }) => `${first} ${second}`)).size).toBe(pairs.length);
    expect(pairs.every(({ first, second }) => first < second)).toBe(true);
  });

  it('picks the partner and the orientation with the greatest product', () => {
    const axis = (index: number) => unitVector([0, 1, 2, 3].map((at) => (at === index ? 1 : 0)));
    const away = ORIENTATIONS.map(() => axis(3));
    const turned = ORIENTATIONS.map((orientation) => (orientation === 'turned-90' ? axis(0) : axis(1)));
    const pairs = candidatePairs([[axis(0), ...away.slice(1)], away, turned], 1);
    expect(pairs).toContainEqual(expect.objectContaining({ first: 0, second: 2, orientation: 'turned-90' }));
  });
});
