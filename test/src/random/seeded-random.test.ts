import { describe, expect, it } from 'vitest';
import { createSeededRandom, deriveSeed } from '../../../src/random/seeded-random.ts';

function draw<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

describe('createSeededRandom', () => {
  it('repeats for the same seed and differs for another', () => {
    const first = draw(20, createSeededRandom(42).nextUint32);
    expect(draw(20, createSeededRandom(42).nextUint32)).toEqual(first);
    expect(draw(20, createSeededRandom(43).nextUint32)).not.toEqual(first);
    expect(draw(20, createSeededRandom('42').nextUint32)).not.toEqual(first);
  });

  it('keeps its numbers from release to release', () => {
    // From a Python transcription of the authors' C code (xoshiro128starstar.c, state filled by splitmix32 from 1).
    expect(draw(4, createSeededRandom(1).nextUint32)).toEqual([2442144158, 3238099751, 3819917871, 2104621829]);
  });

  it('draws floats in [0, 1) with mean 1/2 and variance 1/12', () => {
    const values = draw(20_000, createSeededRandom(7).next);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('draws every integer of the range, ends included, about as often', () => {
    const random = createSeededRandom(3);
    const counts = new Map<number, number>();
    for (let draws = 0; draws < 7000; draws++) {
      const value = random.integer(-3, 3);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('draws normal deviates with the mean and spread asked for', () => {
    const random = createSeededRandom(5);
    const values = draw(20_000, () => random.normal(10, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean - 10)).toBeLessThan(0.06);
    expect(Math.abs(deviation - 2)).toBeLessThan(0.05);
  });

  it('shuffles every item into a new list and leaves the old one', () => {
    const items = draw(100, () => 0).map((_, index) => index);
    const shuffled = createSeededRandom(11).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.slice().sort((a, b) => a - b)).toEqual(items);
    expect(items[0]).toBe(0);
    expect(createSeededRandom(11).shuffle(items)).toEqual(shuffled);
  });

  it('gives every order of three items about as often', () => {
    const random = createSeededRandom(13);
    const counts = new Map<string, number>();
    for (let draws = 0; draws < 6000; draws++) {
      const order = random.shuffle(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('refuses what has no answer', () => {
    const random = createSeededRandom(1);
    expect(() => random.integer(2, 1)).toThrow(RangeError);
    expect(() => random.integer(0.5, 2)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => createSeededRandom(1.5)).toThrow(RangeError);
  });
});

describe('deriveSeed', () => {
  it('gives named streams of their own, and keeps the border between parts', () => {
    const seeds = [deriveSeed(7, 'split'), deriveSeed(7, 'weights'), deriveSeed(8, 'split'), deriveSeed('7', 'split')];
    expect(new Set(seeds).size).toBe(4);
    expect(deriveSeed('ab', 'c')).not.toBe(deriveSeed('a', 'bc'));
    expect(deriveSeed(7, 'split')).toBe(seeds[0]);
  });
});
