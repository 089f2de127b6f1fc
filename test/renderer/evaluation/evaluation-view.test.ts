import { describe, expect, it } from 'vitest';
import {
  confusionAtThreshold,
  groupSizes,
  slicesInCell,
  viewOfCrossValidation,
  viewOfMeasured,
} from '../../../renderer/evaluation/evaluation-view.ts';
import { repeatsOf } from '../../../renderer/evaluation/use-figures.ts';
import { fakeCrossValidationResult } from '../support/fake-cross-validation.ts';
import { type MadeSlice, measuredOf } from '../support/measured.ts';

const made: readonly MadeSlice[] = [
  { sliceId: 1, label: 'haemorrhage', probability: 0.9 },
  { sliceId: 2, label: 'haemorrhage', probability: 0.3 },
  { sliceId: 3, label: 'haemorrhage', probability: 0.1, group: 'twins' },
  { sliceId: 4, label: 'none', probability: 0.7, group: 'twins' },
  { sliceId: 5, label: 'none', probability: 0.2 },
];
const ids = (cell: ReturnType<typeof slicesInCell>) => cell.map(({ slice }) => slice.sliceId);

describe('one model', () => {
  const view = viewOfMeasured(measuredOf(made));

  it('has the counts that were recorded, and others at another threshold', () => {
    expect(confusionAtThreshold(view, null)).toEqual({
      truePositives: 1,
      falseNegatives: 2,
      falsePositives: 1,
      trueNegatives: 1,
    });
    expect(confusionAtThreshold(view, 0.3)).toMatchObject({ truePositives: 2, falseNegatives: 1 });
    expect(confusionAtThreshold(view, 0.8)).toMatchObject({ falsePositives: 0, trueNegatives: 2 });
  });

  it('lists the slices of a cell, the most confident call first', () => {
    expect(ids(slicesInCell(view, 'false-negative', null))).toEqual([3, 2]);
    expect(ids(slicesInCell(view, 'true-positive', 0.05))).toEqual([1, 2, 3]);
  });

  it('knows how many slices a group has', () => {
    expect(groupSizes(view).get('twins')).toBe(2);
  });
});

describe('a cross-validation of two repeats', () => {
  const repeats = [
    measuredOf(made, null, 0),
    measuredOf(
      made.map((slice) => (slice.sliceId === 2 ? { ...slice, probability: 0.7 } : slice)),
      null,
      1,
    ),
  ];
  const result = { ...fakeCrossValidationResult(7), repeats };

  it('counts a slice once: the counts are means over the repeats', () => {
    const view = viewOfCrossValidation(result, null);
    if (view === null) throw new Error('There is no view.');
    const confusion = confusionAtThreshold(view, null);
    expect(confusion).toEqual({ truePositives: 1.5, falseNegatives: 1.5, falsePositives: 1, trueNegatives: 1 });
    expect(view.slices).toHaveLength(5);
    expect(view.slices.find(({ sliceId }) => sliceId === 2)?.probability).toBeCloseTo(0.5);
    expect(slicesInCell(view, 'false-negative', null).map(({ slice, times }) => [slice.sliceId, times])).toEqual([
      [3, 2],
      [2, 1],
    ]);
    expect(view.modelId).toBeNull();
  });

  it('gives the repeats in one order, as figures over repeats want them', () => {
    const shuffled = {
      ...result,
      repeats: [repeats[0], { ...repeats[1], slices: [...(repeats[1]?.slices ?? [])].reverse() }],
    };
    const view = viewOfCrossValidation(shuffled as typeof result, null);
    if (view === null) throw new Error('There is no view.');
    expect(repeatsOf(view)[1]?.map(({ probability }) => probability)).toEqual([0.9, 0.7, 0.1, 0.7, 0.2]);
  });

  it('shows one repeat as it is, and none that it does not have', () => {
    const second = viewOfCrossValidation(result, 1);
    expect(second && confusionAtThreshold(second, null)).toMatchObject({ truePositives: 2, falseNegatives: 1 });
    expect(second?.heading).toBe(result.heading);
    expect(viewOfCrossValidation(result, 2)).toBeNull();
  });
});
