import { expect, test } from 'vitest';
import { readerKey } from '../../../src/review/reader-key.ts';

test('names that differ in case, spaces or the way a letter is written are one reader', () => {
  for (const name of ['ann ', ' ANN', 'Ann\t']) expect(readerKey(name)).toBe('ann');
  expect(readerKey('Ren\u00e9  Gro\u00df')).toBe(readerKey('RENE\u0301 GROSS'));
  expect(readerKey('Ann')).not.toBe(readerKey('Anna'));
  expect(readerKey(' \n')).toBe('');
});
