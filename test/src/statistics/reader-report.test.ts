import { describe, expect, it } from 'vitest';
import type { Label, TrainableLabel } from '../../../src/review/label.ts';
import { type CalledStudy, type ReadSlice, reportOnReaders } from '../../../src/statistics/reader-report.ts';
import { wilsonProportion } from '../../../src/statistics/wilson.ts';

/** A slice of its own group, read once by Ann. */
function readSlice(
  sliceId: number,
  sourceLabel: TrainableLabel | null,
  label: Label,
  predictionSeen: boolean,
  decidedAfterMs = 1000,
): ReadSlice {
  return {
    sliceId,
    group: `g${sliceId}`,
    sourceLabel,
    acts: [
      {
        ...{ id: sliceId, kind: 'read', targetReadId: null, reader: 'Ann', labelBefore: null, labelAfter: label },
        ...{ purpose: null, predictionSeen, labelsSeen: false, confidence: 4, decidedAfterMs, recordedMs: sliceId },
        repeatedReadId: null,
      },
    ],
  };
}

it('counts reads as right by the source labels, those with the AI in sight apart from those without', () => {
  const read = [
    readSlice(1, 'haemorrhage', 'haemorrhage', false),
    readSlice(2, 'haemorrhage', 'none', false),
    readSlice(3, 'none', 'none', false),
    readSlice(4, 'none', 'none', false),
    readSlice(5, 'none', 'unsure', false),
    readSlice(6, 'haemorrhage', 'haemorrhage', true),
    readSlice(7, 'haemorrhage', 'haemorrhage', true),
    readSlice(8, 'none', 'haemorrhage', true),
    readSlice(9, null, 'haemorrhage', true),
  ];
  const readers = [{ name: 'Ann', joinedMs: 0 }];
  const { readers: reported } = reportOnReaders({
    reads: 'first',
    readers,
    slices: 9,
    read,
    studies: [],
    viewedMs: () => undefined,
  });
  const [blind, seeing] = reported[0]?.referenceByAi ?? [];
  expect(blind).toMatchObject({
    aiSeen: false,
    accuracy: { value: 3 / 4, n: 4 },
    sensitivity: { value: 1 / 2, n: 2 },
    specificity: { value: 1, n: 2 },
    leftOut: 1,
  });
  expect(seeing).toMatchObject({
    aiSeen: true,
    accuracy: { value: 2 / 3, n: 3 },
    sensitivity: { value: 1, n: 2 },
    specificity: { value: 0, n: 1 },
    leftOut: 0,
  });
  const { low, high } = wilsonProportion(3, 4);
  expect(blind?.accuracy.low).toBeCloseTo(low ?? Number.NaN, 12);
  expect(blind?.accuracy.high).toBeCloseTo(high ?? Number.NaN, 12);
  expect(reported[0]?.reference.agreement).toMatchObject({ value: 5 / 7, n: 7 });
});

it('leaves reads of whoever had the label before them out of what is measured by it, and says on how many readers share it', () => {
  const aided = (slice: ReadSlice): ReadSlice => ({
    ...slice,
    acts: slice.acts.map((act) => ({ ...act, labelsSeen: true })),
  });
  const both = (slice: ReadSlice): ReadSlice => ({
    ...slice,
    acts: slice.acts.flatMap((act) => [act, { ...act, id: act.id + 100, reader: 'Bob', labelsSeen: false }]),
  });
  const read = [
    readSlice(1, 'haemorrhage', 'none', false),
    aided(readSlice(2, 'haemorrhage', 'haemorrhage', false)),
    aided(readSlice(3, null, 'haemorrhage', false)),
  ].map(both);
  const readers = ['Ann', 'Bob'].map((name) => ({ name, joinedMs: 0 }));
  const report = reportOnReaders({ reads: 'first', readers, slices: 3, read, studies: [], viewedMs: () => undefined });
  const [ann, bob] = report.readers;
  expect(ann?.reference).toMatchObject({ n: 1, labelsSeen: 1, agreement: { value: 0 } });
  expect(ann?.referenceByAi[0]).toMatchObject({ accuracy: { value: 0, n: 1 }, labelsSeen: 1 });
  expect(bob?.reference).toMatchObject({ n: 2, labelsSeen: 0 });
  expect(report.pairs).toMatchObject([{ n: 3, labelsSeen: 2 }]);
});

describe('three readers', () => {
  /** Eight slices as three readers called them: how many said none, how many haemorrhage. */
  const COUNTS = [
    [3, 0],
    [2, 1],
    [0, 3],
    [1, 2],
    [3, 0],
    [0, 3],
    [3, 0],
    [2, 1],
  ] as const;
  const NAMES = ['Ann', 'Bob', 'Cy'];
  const read = COUNTS.map(([none], index): ReadSlice => {
    const [own] = readSlice(index + 1, 'none', 'none', false).acts;
    if (!own) throw new Error('no act');
    const acts = NAMES.map((reader, place) => ({
      ...own,
      ...{ id: own.id * 10 + place, reader, labelAfter: place < none ? ('none' as const) : ('haemorrhage' as const) },
    }));
    return { sliceId: index + 1, group: `g${index + 1}`, sourceLabel: 'none', acts };
  });
  const reportOf = (names: readonly string[]) =>
    reportOnReaders({
      reads: 'first',
      readers: names.map((name) => ({ name, joinedMs: 0 })),
      slices: COUNTS.length,
      read: read.map((slice) => ({ ...slice, acts: slice.acts.filter(({ reader }) => names.includes(reader)) })),
      studies: [],
      viewedMs: () => undefined,
    });

  // The value by statsmodels 0.15.0 (fleiss_kappa). The ends by 300,000 resamples of the eight slices in a Python of its own, with
  // other random numbers: percentiles 2.5 and 97.5 are -0.1250 and 0.8322.
  it('have Fleiss’ kappa with its interval, over slices', () => {
    const { fleiss, pairs } = reportOf(NAMES);
    expect(pairs).toHaveLength(3);
    expect(fleiss).toMatchObject({ readers: 3, leftOut: 0, figure: { n: 8, reason: null } });
    expect(fleiss?.figure.value).toBeCloseTo(0.48571428571428565, 12);
    expect(Math.abs((fleiss?.figure.low ?? 9) + 0.125)).toBeLessThan(0.06);
    expect(Math.abs((fleiss?.figure.high ?? 9) - 0.8322)).toBeLessThan(0.06);
  });

  it('are needed for it', () => {
    expect(reportOf(['Ann', 'Bob'])).toMatchObject({ fleiss: null, pairs: [{ first: 'Ann', second: 'Bob' }] });
  });
});

it('tells reading times apart by what the read said, and by whether the AI had been seen', () => {
  const read = [
    readSlice(1, null, 'haemorrhage', false, 2000),
    readSlice(2, null, 'haemorrhage', false, 4000),
    readSlice(3, null, 'haemorrhage', true, 9000),
    readSlice(4, null, 'none', true, 1000),
    readSlice(5, null, 'none', true, 3000),
    readSlice(6, null, 'unsure', false, 30_000),
  ];
  const readers = [{ name: 'Ann', joinedMs: 0 }];
  const [ann] = reportOnReaders({
    reads: 'first',
    readers,
    slices: 6,
    read,
    studies: [],
    viewedMs: () => undefined,
  }).readers;
  expect(ann?.timesByLabel.map(({ label, times }) => [label, times.n, times.medianMs])).toEqual([
    ['haemorrhage', 3, 4000],
    ['none', 2, 2000],
    ['unsure', 1, 30_000],
  ]);
  expect(ann?.timesByAi.map(({ aiSeen, times }) => [aiSeen, times.n, times.medianMs])).toEqual([
    [false, 3, 4000],
    [true, 3, 3000],
  ]);
});

describe('calls of whole studies', () => {
  const call = (id: number, reader: string, label: 'haemorrhage' | 'none' | 'unsure', predictionSeen = false) => {
    return { id, kind: 'read' as const, targetReadId: null, reader, label, predictionSeen };
  };
  const undo = (id: number, reader: string, targetReadId: number, predictionSeen: boolean) => {
    return { id, kind: 'undo' as const, targetReadId, reader, label: null, predictionSeen };
  };
  const reportOf = (reads: 'first' | 'last', studies: readonly CalledStudy[]) => {
    const readers = ['Ann', 'Bob', 'Cy'].map((name) => ({ name, joinedMs: 0 }));
    return reportOnReaders({ reads, readers, slices: 0, read: [], studies, viewedMs: () => undefined }).studies;
  };

  it('agree by the rules of reads, those of one patient together', () => {
    const studies = [
      { group: 'p1', acts: [call(1, 'Ann', 'haemorrhage'), call(2, 'Bob', 'haemorrhage')] },
      { group: 'p1', acts: [call(3, 'Ann', 'none'), call(4, 'bob ', 'haemorrhage')] },
      { group: 'p2', acts: [call(5, 'Ann', 'none'), call(6, 'Bob', 'none')] },
      { group: 'p3', acts: [call(7, 'Ann', 'unsure'), call(8, 'Bob', 'none')] },
      { group: 'p4', acts: [call(9, 'Ann', 'none')] },
    ];
    const { called, pairs, fleiss } = reportOf('first', studies);
    expect(called).toBe(5);
    expect(pairs).toMatchObject([
      { first: 'Ann', second: 'Bob', n: 3, groups: 2, both: 1, secondOnly: 1, neither: 1, leftOut: 1 },
    ]);
    expect(fleiss).toBeNull();
    const three = studies.map(({ group, acts }) => ({ group, acts: [...acts, call(90, 'Cy', 'none')] }));
    expect(reportOf('first', three).fleiss).toMatchObject({ readers: 3, leftOut: 1 });
  });

  it('count as they were made before another’s was open, though they were taken back then', () => {
    const acts = [
      call(1, 'Bob', 'haemorrhage'),
      call(2, 'Ann', 'none'),
      undo(3, 'Ann', 2, false),
      call(4, 'Ann', 'haemorrhage'),
    ];
    const studies = [{ group: 'p1', acts }];
    expect(reportOf('first', studies).pairs).toMatchObject([{ both: 0, secondOnly: 1 }]);
    expect(reportOf('last', studies).pairs).toMatchObject([{ both: 1 }]);
    // Nobody else had called it: a slip.
    const alone = [
      call(2, 'Ann', 'none'),
      undo(3, 'Ann', 2, false),
      call(4, 'Ann', 'haemorrhage'),
      call(5, 'Bob', 'haemorrhage'),
    ];
    expect(reportOf('first', [{ group: 'p1', acts: alone }]).pairs).toMatchObject([{ both: 1 }]);
  });

  it('count as they were made unaided, or as they stand', () => {
    const acts = [
      call(1, 'Ann', 'none'),
      undo(2, 'Ann', 1, true),
      call(3, 'Ann', 'haemorrhage', true),
      call(4, 'Bob', 'none'),
    ];
    const studies = [{ group: 'p1', acts }];
    expect(reportOf('first', studies).pairs).toMatchObject([{ neither: 1, firstOnly: 0 }]);
    expect(reportOf('last', studies).pairs).toMatchObject([{ neither: 0, firstOnly: 1 }]);
  });
});
