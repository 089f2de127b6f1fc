import { describe, expect, it } from 'vitest';
import type { Label } from '../../../src/review/label.ts';
import { countedReads, repeatedReads, studyReads, type TimedAct } from '../../../src/review/reads-of-readers.ts';

type Seen = Partial<Pick<TimedAct, 'predictionSeen' | 'labelsSeen'>>;
const AI: Seen = { predictionSeen: true };
const ALL: Seen = { predictionSeen: true, labelsSeen: true };

function act(id: number, change: Partial<TimedAct>): TimedAct {
  return {
    ...{ id, kind: 'read', targetReadId: null, reader: 'Ann', labelBefore: null, labelAfter: null, purpose: null },
    ...{ predictionSeen: false, labelsSeen: false, confidence: null, decidedAfterMs: null, recordedMs: id },
    ...{ repeatedReadId: null, ...change },
  };
}
const read = (id: number, labelAfter: Label, seen: Seen = {}): TimedAct => act(id, { labelAfter, ...seen });
const undo = (id: number, targetReadId: number, seen: Seen = {}): TimedAct =>
  act(id, { kind: 'undo', targetReadId, ...seen });
const ids = (acts: readonly TimedAct[]): number[] => studyReads(acts).map(({ id }) => id);
const counted = (which: 'first' | 'last', acts: readonly TimedAct[]): Label | undefined =>
  countedReads(acts, which, () => undefined).get('ann')?.labelAfter;

describe('the reads that a study goes by', () => {
  it('are without a slip that was taken back before anything was shown', () => {
    expect(ids([read(1, 'none'), undo(2, 1), read(3, 'haemorrhage')])).toEqual([3]);
  });

  it('keep a read that was taken back only after the AI or the labels had been shown', () => {
    expect(ids([read(1, 'none'), undo(2, 1, AI), read(3, 'haemorrhage', AI)])).toEqual([1, 3]);
    expect(ids([read(1, 'none', AI), undo(2, 1, ALL), read(3, 'haemorrhage', ALL)])).toEqual([1, 3]);
    expect(ids([read(1, 'none'), undo(2, 1, AI)])).toEqual([1]);
  });

  it('are without one that was taken back by whoever had seen no more than before it', () => {
    expect(ids([read(1, 'none', AI), undo(2, 1, AI), read(3, 'haemorrhage', AI)])).toEqual([3]);
    expect(ids([read(1, 'none', ALL), undo(2, 1, ALL)])).toEqual([]);
  });

  it('stand once where they were taken back and restored', () => {
    expect(ids([read(1, 'none'), undo(2, 1, AI), act(3, { kind: 'redo', targetReadId: 1, ...AI })])).toEqual([1]);
  });
});

describe('the read that counts', () => {
  const changed = [read(1, 'none'), undo(2, 1, AI), read(3, 'haemorrhage', AI)];

  it('is the unaided one as first, and the one that stands as last, with an undo in between or without', () => {
    expect([counted('first', changed), counted('last', changed)]).toEqual(['none', 'haemorrhage']);
    const second = [read(1, 'none'), read(3, 'haemorrhage', AI)];
    expect([counted('first', second), counted('last', second)]).toEqual(['none', 'haemorrhage']);
    expect(counted('last', [read(1, 'none'), undo(2, 1, AI)])).toBeUndefined();
  });

  it('is none that was made after the labels were seen, where there is another', () => {
    const copied = [read(1, 'none', AI), read(2, 'haemorrhage', ALL)];
    expect([counted('first', copied), counted('last', copied)]).toEqual(['none', 'none']);
    expect(counted('last', [read(1, 'none', ALL), read(2, 'haemorrhage', ALL)])).toBe('haemorrhage');
  });
});

it('a repeat is compared with the first read, though that was taken back after the AI had been shown', () => {
  const acts = [read(1, 'none'), undo(2, 1, AI), read(3, 'haemorrhage', AI)];
  const again = act(4, { labelAfter: 'none', purpose: 'repeat', repeatedReadId: 3 });
  expect(repeatedReads([...acts, again])).toMatchObject([{ first: { id: 1 }, repeat: { id: 4 }, undone: false }]);
});

it('a repeat that was taken back after the AI had been shown is compared all the same', () => {
  const again = (id: number, seen: Seen = {}) =>
    act(id, { labelAfter: 'haemorrhage', purpose: 'repeat', repeatedReadId: 1, ...seen });
  const undone = (...acts: TimedAct[]) => repeatedReads([read(1, 'none'), ...acts]).map((pair) => pair.undone);
  expect(undone(again(2))).toEqual([false]);
  expect(undone(again(2), undo(3, 2))).toEqual([true]);
  expect(undone(again(2), undo(3, 2, AI))).toEqual([false]);
});
