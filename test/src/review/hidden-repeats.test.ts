import { describe, expect, test } from 'vitest';
import { unreadFrom } from '../../../renderer/state/worklist-view.ts';
import { dueRepeats, type OwnRead, type RepeatSettings, repeatInTurn } from '../../../src/review/hidden-repeats.ts';

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

/** One who reads a list of so many slices to its end, a slice every half minute: for each read whether it was a repeat. */
function session(slices: number, settings: RepeatSettings): { readonly sliceId: number; readonly repeat: boolean }[] {
  const order = Array.from({ length: slices }, (_, index) => index + 1);
  const made: OwnRead[] = [];
  const turns: { sliceId: number; repeat: boolean }[] = [];
  for (let from: number | null = null; ; from = turns.at(-1)?.sliceId ?? null) {
    const nowMs = made.length * 30_000;
    const due = dueRepeats(settings, 'Ann', made, nowMs);
    const done = new Set(made.map(({ sliceId }) => sliceId));
    const [first] = unreadFrom(order, (sliceId) => !done.has(sliceId) || due.has(sliceId), from);
    const sliceId = repeatInTurn(settings, 'Ann', made, { from, due: [...due.keys()] }) ?? first;
    if (sliceId === undefined) return turns;
    const repeat = due.has(sliceId);
    turns.push({ sliceId, repeat });
    const key = `slice-${sliceId}`;
    const purpose = repeat ? ('repeat' as const) : null;
    made.push({ readId: made.length + 1, sliceId, sliceKey: key, purpose, standing: true, recordedMs: nowMs });
  }
}

describe('where repeats come', () => {
  const STUDY = { share: 0.1, afterReads: 20, afterMinutes: 0 };
  const SLICES = 150;

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('is between first reads, spread over the session: seed %i', (seed) => {
    const turns = session(SLICES, { ...STUDY, seed });
    expect(turns).toEqual(session(SLICES, { ...STUDY, seed }));
    const repeats = turns.flatMap(({ repeat }, place) => (repeat ? [place] : []));
    expect(turns).toHaveLength(SLICES + repeats.length);
    expect(repeats.length).toBeGreaterThan(4);
    const lastFirst = turns.findLastIndex(({ repeat }) => !repeat);
    expect(repeats.filter((place) => place > lastFirst).length).toBeLessThanOrEqual(2);
    expect(repeats.filter((place) => place < lastFirst / 2).length).toBeGreaterThan(0);
    const waits = repeats.map((place) => place - turns.findIndex(({ sliceId }) => sliceId === turns[place]?.sliceId));
    expect(Math.min(...waits)).toBeGreaterThan(STUDY.afterReads);
    expect(new Set(waits).size).toBeGreaterThan(1);
    // First reads keep the order of the list.
    const firsts = turns.flatMap(({ sliceId, repeat }) => (repeat ? [] : [sliceId]));
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
  });

  test('is between first reads too where many are due at once, after the minutes that were set', () => {
    const turns = session(SLICES, { ...STUDY, share: 0.3, afterMinutes: 30, seed: 1 });
    const repeats = turns.flatMap(({ repeat }, place) => (repeat ? [place] : []));
    const lastFirst = turns.findLastIndex(({ repeat }) => !repeat);
    expect(repeats.length).toBeGreaterThan(15);
    expect(repeats.filter((place) => place < lastFirst).length).toBeGreaterThan(repeats.length * 0.8);
  });

  test('does not pile up until the end at a share of one half', () => {
    const turns = session(400, { ...STUDY, share: 0.5, seed: 1 });
    const lastFirst = turns.findLastIndex(({ repeat }) => !repeat);
    expect(turns.filter(({ repeat }, place) => repeat && place > lastFirst).length).toBeLessThan(20);
    expect(turns.filter(({ repeat }) => repeat).length).toBeGreaterThan(150);
  });

  test('is after a read alone: who passes over slices is sent nowhere', () => {
    const made = reads(30);
    const now = { from: 30, due: [3, 7] };
    const settings = [...Array(20).keys()].map((seed) => ({ ...ALL, seed }));
    const sent = settings.map((one) => repeatInTurn(one, 'Ann', made, now));
    expect(new Set(sent)).toEqual(new Set([null, 3, 7]));
    for (const from of [29, 31, null]) {
      expect(settings.map((one) => repeatInTurn(one, 'Ann', made, { ...now, from }))).toEqual(sent.map(() => null));
    }
  });
});
