import { expect, it } from 'vitest';
import { expectedFalsePositives } from '../../../src/review/expected-false-positives.ts';
import { wilsonProportion } from '../../../src/statistics/wilson.ts';

it('is slices times one minus the specificity, the interval turned round', () => {
  // 57 of 60: 95.0 %; by Wilson's formula with z = 1.959964 the 95 % interval is 0.862995 to 0.982850.
  const expected = expectedFalsePositives(30, wilsonProportion(57, 60));
  expect(expected?.expected).toBeCloseTo(1.5, 10);
  expect(expected?.low).toBeCloseTo(30 * (1 - 0.98285), 3);
  expect(expected?.high).toBeCloseTo(30 * (1 - 0.862995), 3);
});

it('is not given where the specificity is not known', () => {
  expect(expectedFalsePositives(30, null)).toBeNull();
  expect(expectedFalsePositives(30, wilsonProportion(0, 0))).toBeNull();
});
