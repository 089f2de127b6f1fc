import { expect, it } from 'vitest';
import { calibrationAt } from '../../../src/statistics/calibration-figures.ts';
import type { ScoredSlice } from '../../../src/statistics/scored-slices.ts';

const slice = (probability: number, label: ScoredSlice['label'], group: string): ScoredSlice => ({
  probability,
  label,
  group,
});
const slices = [
  slice(0.9, 'haemorrhage', 'a'),
  slice(0.8, 'none', 'b'),
  slice(0.2, 'none', 'c'),
  slice(0.6, 'haemorrhage', 'd'),
];

it('gives Brier score, calibration error and log loss before and after, by hand', () => {
  const { before, after } = calibrationAt(slices, 2) ?? {};
  // (0.1^2 + 0.8^2 + 0.2^2 + 0.4^2) / 4
  expect(before?.brier).toBeCloseTo(0.2125, 12);
  expect(before?.logLoss).toBeCloseTo(
    -(Math.log(0.9) + 2 * Math.log(0.2) + Math.log(0.6) + Math.log(0.8) - Math.log(0.2)) / 4,
    12,
  );
  // Each slice alone in its bin: (0.1 + 0.8 + 0.2 + 0.4) / 4
  expect(before?.ece).toBeCloseTo(0.375, 12);
  // Half the logit: 9 -> 3, 4 -> 2, 1/4 -> 1/2, 3/2 -> sqrt(3/2) to 1.
  const odds = Math.sqrt(1.5);
  const misses = [1 / 4, 2 / 3, 1 / 3, 1 / (1 + odds)];
  expect(after?.brier).toBeCloseTo(misses.reduce((sum, miss) => sum + miss * miss, 0) / 4, 12);
  expect(after?.logLoss).toBeCloseTo(-misses.reduce((sum, miss) => sum + Math.log(1 - miss), 0) / 4, 12);
});

it('changes nothing at temperature 1, and stays finite for certain mistakes', () => {
  const { before, after } = calibrationAt([...slices, slice(0, 'haemorrhage', 'e')], 1) ?? {};
  expect(after?.brier).toBeCloseTo(before?.brier ?? 9, 6);
  expect(Number.isFinite(before?.logLoss)).toBe(true);
  expect(calibrationAt([], 2)).toBeNull();
});
