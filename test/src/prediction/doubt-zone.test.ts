import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callAt } from '../../../src/prediction/call.ts';
import { cannotTell, doubtZone, MOST_DOUBT } from '../../../src/prediction/doubt-zone.ts';

const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const width = fc.double({ min: 0, max: MOST_DOUBT, noNaN: true });

test('the zone holds its threshold, stays inside 0 and 1, and grows with its width', () => {
  expect(doubtZone(0.5, 0.25)).toEqual({ low: 0.375, high: 0.625 });
  fc.assert(
    fc.property(share, width, width, (threshold, a, b) => {
      const [narrow, wide] = a < b ? [a, b] : [b, a];
      const inner = doubtZone(threshold, narrow);
      const outer = doubtZone(threshold, wide);
      expect(inner.low).toBeGreaterThan(0);
      expect(inner.high).toBeLessThan(1);
      expect(outer.low).toBeLessThanOrEqual(inner.low + 1e-12);
      expect(outer.high).toBeGreaterThanOrEqual(inner.high - 1e-12);
    }),
  );
});

test('certain answers are told at any width, and every answer without one', () => {
  fc.assert(
    fc.property(share, width, (threshold, w) => {
      expect(cannotTell(0, threshold, w)).toBe(false);
      expect(cannotTell(1, threshold, w)).toBe(false);
      expect(cannotTell(threshold, threshold, 0)).toBe(false);
      if (w > 0) expect(cannotTell(threshold, threshold, w)).toBe(true);
      const outside = doubtZone(threshold, w).high + 1e-6;
      if (outside < 1) expect(callAt(outside, threshold)).toBe('haemorrhage');
    }),
  );
});
