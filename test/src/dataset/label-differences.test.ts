import { expect, it } from 'vitest';
import { versionDifference } from '../../../src/dataset/label-differences.ts';
import type { Label } from '../../../src/review/label.ts';

const labels = (entries: Record<string, Label>): Map<string, Label> => new Map(Object.entries(entries));

it('tells corrections from slices that came and went', () => {
  const before = labels({ a: 'haemorrhage', b: 'none', c: 'none', d: 'unsure', gone: 'none' });
  const after = labels({ a: 'none', b: 'none', c: 'excluded', d: 'haemorrhage', e: 'none', f: 'none' });
  expect(versionDifference(before, after)).toEqual({
    corrected: [
      { key: 'a', before: 'haemorrhage', after: 'none' },
      { key: 'c', before: 'none', after: 'excluded' },
      { key: 'd', before: 'unsure', after: 'haemorrhage' },
    ],
    added: 2,
    removed: 1,
  });
});

it('finds nothing between equal versions', () => {
  const same = labels({ a: 'none' });
  expect(versionDifference(same, new Map(same))).toEqual({ corrected: [], added: 0, removed: 0 });
});
