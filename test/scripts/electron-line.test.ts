import path from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../support/shared-data.ts';

const { electronLine } = (await import(path.join(PROJECT_ROOT, 'scripts', 'test', 'electron-line.mjs'))) as {
  electronLine(electron: { kind: 'official' | 'fallback'; version: string }, pinned: string): string;
};

test('the summary of the tests says which Electron they ran in, and where it is not the pinned one', () => {
  expect(electronLine({ kind: 'official', version: '45.4.1' }, '45.4.1')).toBe(
    'Electron 45.4.1, as package.json pins it',
  );
  const other = 'Electron 33.2.1, for tests only: package.json pins 45.4.1, which a release is made of';
  expect(electronLine({ kind: 'fallback', version: '33.2.1' }, '45.4.1')).toBe(other);
  expect(electronLine({ kind: 'official', version: '33.2.1' }, '45.4.1')).toBe(other);
});
