import { expect, it } from 'vitest';
import { thresholdMarks, thresholdWarning, typedThreshold } from '../../../renderer/evaluation/threshold-rules.ts';
import { confusionAt } from '../../../src/statistics/evaluation-statistics.ts';
import { rankScores } from '../../../src/statistics/scored-slices.ts';

const ranked = rankScores(
  Array.from({ length: 40 }, (_, index) => ({
    probability: (((index * 17) % 40) + (index % 2 === 0 ? 10 : 0)) / 50,
    label: index % 2 === 0 ? ('haemorrhage' as const) : ('none' as const),
    group: String(index),
  })),
);

it('marks thresholds that reach what they are called for', () => {
  const marks = thresholdMarks(ranked);
  expect(marks.map(({ word }) => word)).toEqual([
    'Sensitivity 90 %',
    'Sensitivity 95 %',
    'Specificity 90 %',
    'Specificity 95 %',
  ]);
  for (const { word, threshold } of marks) {
    const { truePositives, trueNegatives } = confusionAt(ranked, threshold);
    const target = Number(/\d+/.exec(word)?.[0]) / 100;
    const reached = (word.startsWith('Sensitivity') ? truePositives : trueNegatives) / 20;
    expect(reached).toBeGreaterThanOrEqual(target);
  }
});

it('has no mark where a label is missing', () => {
  expect(thresholdMarks(rankScores([{ probability: 0.4, label: 'none', group: 'a' }]))).toEqual([]);
});

it('takes thresholds from 0 to 1', () => {
  expect(['0.5', ' .25 ', '0,3', '1', '0'].map(typedThreshold)).toEqual([0.5, 0.25, 0.3, 1, 0]);
  expect(['', 'abc', '1.1', '-0.1', '1e-1', 'NaN'].map(typedThreshold)).toEqual(Array(6).fill(null));
});

it('says of each kind of evidence what a threshold chosen on it is worth', () => {
  expect(thresholdWarning('cross-validated')).toMatch(/optimistic.*inside the folds/);
  expect(thresholdWarning('sealed-test')).toMatch(/fixed before it was opened/);
  expect(thresholdWarning('held-out')).toMatch(/optimistic/);
});
