import { expect, it } from 'vitest';
import { withOlderLines } from '../../../renderer/state/audit-store.ts';

const line = (sequence: number) => ({
  sequence,
  time: '2026-01-01T00:00:00.000Z',
  event: 'read',
  reader: null,
  summary: '',
  hash: '',
  entryJson: '{}',
});

it('adds older lines at the end, newest first, none twice', () => {
  const lines = withOlderLines([line(9), line(8)], [line(8), line(6), line(7)]);
  expect(lines.map(({ sequence }) => sequence)).toEqual([9, 8, 7, 6]);
});
