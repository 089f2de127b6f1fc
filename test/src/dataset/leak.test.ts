import { describe, expect, it } from 'vitest';
import { findLeaks, leakReasonWords, type PlacedSlice } from '../../../src/dataset/leak.ts';

const slice = (key: string, part: string, ...links: string[]): PlacedSlice => ({ key, part, links });

describe('findLeaks', () => {
  it('finds nothing where what hangs together lies together', () => {
    const slices = [
      slice('a', 'training', 'patient:1', 'tied:a'),
      slice('b', 'training', 'patient:1'),
      slice('c', 'held-out', 'patient:2'),
      slice('d', 'training', 'tied:a'),
    ];
    expect(findLeaks(slices, [{ a: 'a', b: 'd', score: 0.95 }])).toEqual([]);
    expect(findLeaks([], [])).toEqual([]);
  });

  it.each(['patient', 'study', 'file', 'pixels'] as const)('names the pair that shares a %s', (kind) => {
    const slices = [slice('b', 'held-out', `${kind}:7`), slice('a', 'training', `${kind}:7`), slice('c', 'training')];
    expect(findLeaks(slices, [])).toEqual([
      { a: 'a', b: 'b', partOfA: 'training', partOfB: 'held-out', reason: { kind } },
    ]);
  });

  it('names near-duplicates with their score, and once where they share pixels too', () => {
    const slices = [slice('a', '0', 'pixels:1', 'tied:a'), slice('b', '1', 'pixels:1', 'tied:a')];
    const leaks = findLeaks(slices, [{ a: 'b', b: 'a', score: 0.934 }]);
    expect(leaks).toEqual([
      { a: 'a', b: 'b', partOfA: '0', partOfB: '1', reason: { kind: 'near-duplicate', score: 0.934 } },
    ]);
    expect(leaks.map(({ reason }) => leakReasonWords(reason))).toEqual(['near-duplicate, score 0.93']);
  });

  it('leaves out pairs of which one slice is not placed, and tells of the chain through it', () => {
    const slices = [slice('a', 'training', 'tied:a'), slice('c', 'validation', 'tied:a')];
    const pairs = [
      { a: 'a', b: 'b', score: 0.9 },
      { a: 'b', b: 'c', score: 0.9 },
    ];
    expect(findLeaks(slices, pairs)).toMatchObject([{ a: 'a', b: 'c', reason: { kind: 'chain' } }]);
  });

  it('lists each slice of a patient that lies apart from most of them, and not every pair', () => {
    const slices = Array.from({ length: 30 }, (_, index) =>
      slice(`s${String(index).padStart(2, '0')}`, index % 10 === 9 ? 'held-out' : 'training', 'patient:1'),
    );
    expect(findLeaks(slices, []).map(({ a, b }) => [a, b])).toEqual([
      ['s00', 's09'],
      ['s00', 's19'],
      ['s00', 's29'],
    ]);
  });
});
