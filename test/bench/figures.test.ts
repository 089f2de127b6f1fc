import { describe, expect, it } from 'vitest';
import { compareFigures, figuresOf, joinMeasured } from './figures.ts';

const side = (...runs: [number, number | null][]) => runs.map(([ms, peakBytes]) => ({ ms, peakBytes }));

describe("the bench's document", () => {
  it('takes the median of a process behind its first round', () => {
    expect(figuresOf({ ms: [5000, 100, 300, 110], peakBytes: 7 })).toEqual({ ms: 110, peakBytes: 7 });
  });

  it('has one key that ends in ratio for time and one for memory, and what they come from', () => {
    const { ratios, details } = compareFigures('epoch', [side([90, 800], [80, 900]), side([100, 1000], [100, 1000])]);
    expect(ratios).toEqual({ epoch_ratio: expect.closeTo(0.85), epoch_memory_ratio: expect.closeTo(0.85) });
    expect(details).toMatchObject({ epochMs: { pairs: [0.9, 0.8] }, epochPeakBytes: { theirs: { n: 2 } } });
  });

  it('says nothing of memory that one side does not know', () => {
    const { ratios } = compareFigures('epoch', [side([90, 800], [80, null]), side([100, 1000], [100, 1000])]);
    expect(Object.keys(ratios)).toEqual(['epoch_ratio']);
  });

  it('puts measurements side by side', () => {
    const parts = ['a', 'b'].map((name) => compareFigures(name, [side([1, null]), side([2, null])]));
    expect(joinMeasured(parts).ratios).toEqual({ a_ratio: 0.5, b_ratio: 0.5 });
    expect(Object.keys(joinMeasured(parts).details)).toEqual(['aMs', 'bMs']);
  });
});
