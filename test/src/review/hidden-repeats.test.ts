import { describe, expect, test } from 'vitest';
import { dueRepeats, type OwnRead, type RepeatSettings } from '../../../src/review/hidden-repeats.ts';

const ALL: RepeatSettings = { share: 0.5, afterReads: 1, afterMinutes: 0, seed: 3 };
const MINUTE = 60_000;

/** Reads of slices 1..count, one a minute. */
const reads = (count: number): OwnRead[] =>
  Array.from({ length: count }, (_, index) => ({
    readId: index + 1,
    sliceId: index + 1,
    sliceKey: `slice-${index + 1}`,
    purpose: null,
    standing: true,
    recordedMs: index * MINUTE,
  }));
const due = (settings: Partial<RepeatSettings>, own: readonly OwnRead[], nowMs = 1e9) => [
  ...dueRepeats({ ...ALL, ...settings }, 'Ann', own, nowMs).keys(),
];

describe('hidden repeats', () => {
  test('are drawn at the share that was set, by seed and reader, and a larger share keeps the smaller one’s', () => {
    const own = reads(2000);
    const half = due({}, own);
    expect(half.length / 2000).toBeCloseTo(0.5, 1);
    const tenth = due({ share: 0.1 }, own);
    expect(tenth.length / 2000).toBeCloseTo(0.1, 1);
    expect(half).toEqual(expect.arrayContaining(tenth));
    expect(due({ share: 0 }, own)).toEqual([]);
    expect(due({ seed: 4 }, own)).not.toEqual(half);
    expect([...dueRepeats(ALL, 'bob', own, 1e9).keys()]).not.toEqual(half);
    expect([...dueRepeats(ALL, ' ANN', own, 1e9).keys()]).toEqual(half);
  });

  test('wait for as many other slices and minutes as was set', () => {
    const own = reads(10);
    const drawn = due({ afterReads: 1 }, own);
    expect(due({ afterReads: 5 }, own)).toEqual(drawn.filter((id) => id <= 5));
    const nowMs = 9 * MINUTE;
    expect(due({ afterMinutes: 4 }, own, nowMs)).toEqual(drawn.filter((id) => id <= 6));
  });

  test('repeat the reader’s first standing read, once, and never what the reader adjudicated', () => {
    const own = reads(10);
    const [first] = due({}, own);
    if (first === undefined) throw new Error('Nothing was drawn');
    const changed = own.map((read) => (read.sliceId === first ? { ...read, standing: false } : read));
    expect(due({}, changed)).not.toContain(first);
    const again = { sliceId: first, sliceKey: `slice-${first}`, standing: true, recordedMs: 0 };
    const second = { ...again, readId: 99, purpose: null };
    expect(dueRepeats(ALL, 'Ann', [second, ...changed], 1e9).get(first)).toBe(99);
    for (const purpose of ['repeat', 'adjudication'] as const) {
      expect(due({}, [{ ...again, readId: 98, purpose, standing: false }, ...own])).not.toContain(first);
    }
  });
});
