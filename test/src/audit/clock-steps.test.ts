import { expect, test } from 'vitest';
import { clockWords, createClockWatch } from '../../../src/audit/clock-steps.ts';

function clockSetBackAt(entryJsons: readonly string[]): readonly number[] {
  const clock = createClockWatch();
  for (const entryJson of entryJsons) clock.take(entryJson);
  return clock.setBackAt;
}

const at = (time: string): string => JSON.stringify({ time });

test('entries whose time is before that of the one before them are numbered; equal times are not', () => {
  const times = [
    '2026-01-02T10:00:00.000Z',
    '2026-01-02T09:00:00.000Z',
    '2026-01-02T09:00:00.000Z',
    '2026-01-02T09:30:00.000Z',
  ];
  expect(clockSetBackAt([...times, '2026-01-01T00:00:00.000Z'].map(at))).toEqual([2, 5]);
  expect(clockSetBackAt([])).toEqual([]);
});

test('an entry without a time is passed over', () => {
  expect(clockSetBackAt([at('2026-01-02T10:00:00.000Z'), '{}', at('2026-01-02T09:00:00.000Z')])).toEqual([3]);
});

test('says where, and how many more there are', () => {
  expect(clockWords([3])).toContain('before entry 3:');
  expect(clockWords(Array.from({ length: 13 }, (_, index) => index + 2))).toContain('11 and 3 more');
});
