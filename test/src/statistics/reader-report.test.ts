import { expect, it } from 'vitest';
import type { Label, TrainableLabel } from '../../../src/review/label.ts';
import { type ReadSlice, reportOnReaders } from '../../../src/statistics/reader-report.ts';
import { wilsonProportion } from '../../../src/statistics/wilson.ts';

/** A slice of its own group, read once by Ann. */
function readSlice(
  sliceId: number,
  sourceLabel: TrainableLabel | null,
  label: Label,
  predictionSeen: boolean,
): ReadSlice {
  return {
    sliceId,
    group: `g${sliceId}`,
    sourceLabel,
    acts: [
      {
        ...{ id: sliceId, kind: 'read', targetReadId: null, reader: 'Ann', labelBefore: null, labelAfter: label },
        ...{ purpose: null, predictionSeen, confidence: 4, decidedAfterMs: 1000, recordedMs: sliceId },
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
