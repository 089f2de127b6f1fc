import { describe, expect, test } from 'vitest';
import type { Label } from '../../../src/review/label.ts';
import { mindChanges, type ReadForPairs, type ReferenceLabel, readPairs } from '../../../src/review/mind-changes.ts';

const blind = (sliceId: number, label: Label, reader = 'Ada'): ReadForPairs => {
  return {
    ...{ sliceId, reader, label, predictionSeen: false, labelsSeen: false },
    aiShown: true,
    group: `g${sliceId}`,
  };
};
const second = (sliceId: number, label: Label, reader = 'Ada'): ReadForPairs => {
  return { ...blind(sliceId, label, reader), predictionSeen: true };
};
const source =
  (labels: Record<number, 'haemorrhage' | 'none'>) =>
  (sliceId: number): ReferenceLabel | null => {
    const label = labels[sliceId];
    return label === undefined ? null : { label, reader: null };
  };

describe('pairs of reads', () => {
  test('are one reader’s blind read and their read of the same slice after the AI was shown', () => {
    const reads = [blind(1, 'none'), second(1, 'haemorrhage'), blind(2, 'none'), second(2, 'none', 'Grace')];
    expect(readPairs(reads)).toEqual([{ sliceId: 1, reader: 'Ada', first: 'none', second: 'haemorrhage' }]);
  });

  test('leave out a read after the labels were seen: the answer may have changed the mind', () => {
    expect(readPairs([blind(1, 'none'), { ...second(1, 'haemorrhage'), labelsSeen: true }])).toEqual([]);
  });
});

describe('changes of mind', () => {
  test('are helpful, harmful or neither, of all judged blind reads', () => {
    const reads = [
      ...[blind(1, 'none'), second(1, 'haemorrhage')],
      ...[blind(2, 'none'), second(2, 'haemorrhage')],
      ...[blind(3, 'haemorrhage'), second(3, 'unsure')],
      ...[blind(4, 'unsure'), second(4, 'excluded')],
      ...[blind(5, 'none'), second(5, 'none')],
      ...[blind(6, 'none'), second(6, 'haemorrhage')],
      blind(7, 'none'),
    ];
    const reference = source({ 1: 'haemorrhage', 2: 'none', 3: 'haemorrhage', 4: 'none', 5: 'none', 7: 'none' });
    const counted = mindChanges(reads, reference);
    expect(counted).toMatchObject({ blindReads: 7, secondReads: 6, changed: 5, judged: 6, neutral: 2 });
    expect(counted.helpful).toMatchObject({ k: 1, n: 6 });
    expect(counted.harmful).toMatchObject({ k: 2, n: 6 });
    // Wilson (1927) for 1 of 6 at 95 %, computed apart: 0.03005 to 0.56350.
    expect(counted.helpful.low).toBeCloseTo(0.03005, 4);
    expect(counted.helpful.high).toBeCloseTo(0.5635, 4);
  });

  test('are not judged by the reader’s own label', () => {
    const reads = [
      blind(1, 'none'),
      second(1, 'haemorrhage'),
      blind(1, 'none', 'Grace'),
      second(1, 'haemorrhage', 'Grace'),
    ];
    const counted = mindChanges(reads, () => ({ label: 'haemorrhage', reader: 'Ada' }));
    expect(counted).toMatchObject({ changed: 2, judged: 1, neutral: 1 });
    expect(counted.helpful).toMatchObject({ k: 1, n: 1 });
  });

  test('are judged only where the AI came after the blind read', () => {
    const reads = [blind(1, 'none'), second(1, 'haemorrhage'), { ...blind(2, 'none'), aiShown: false }];
    const counted = mindChanges(reads, source({ 1: 'haemorrhage', 2: 'none' }));
    expect(counted).toMatchObject({ blindReads: 2, judged: 1, helpful: { k: 1, n: 1, method: 'Wilson' } });
  });

  test('of readings that hang together have the interval of whole groups drawn', () => {
    // Ten patients of four slices; in the first two every read is changed for the better, elsewhere none.
    const label = (sliceId: number) => (sliceId < 8 ? ('haemorrhage' as const) : ('none' as const));
    const reads = Array.from({ length: 40 }, (_, sliceId) => {
      const group = `p${Math.floor(sliceId / 4)}`;
      return [
        { ...blind(sliceId, 'none'), group },
        { ...second(sliceId, label(sliceId)), group },
      ];
    }).flat();
    const reference = (sliceId: number) => ({ label: label(sliceId), reader: null });
    const { helpful, harmful } = mindChanges(reads, reference);
    expect(helpful).toMatchObject({ k: 8, n: 40, value: 0.2 });
    expect(helpful.method).toContain('groups');
    // Ten groups with a share of 1 or 0, drawn ten times: a binomial of 10 and 0.2, of which 4 is at 96.7 % and 5 at 99.4 %.
    expect(helpful.low).toBeCloseTo(0, 6);
    expect([0.4, 0.5]).toContain(Number(helpful.high?.toFixed(6)));
    expect(harmful).toMatchObject({ k: 0, low: null, high: null });
    expect(harmful.reason).not.toBeNull();
    const alone = mindChanges(
      reads.map((read) => ({ ...read, group: `s${read.sliceId}` })),
      reference,
    );
    expect((alone.helpful.high ?? 1) - (alone.helpful.low ?? 0)).toBeLessThan((helpful.high ?? 0) - (helpful.low ?? 0));
  });

  test('over no reads have no value', () => {
    expect(mindChanges([], () => null).helpful).toMatchObject({ k: 0, n: 0, value: null });
  });
});
