import { expect, test } from 'vitest';
import { keyFile, MOST_KEY_FILE_BYTES, parseKeyFile } from '../../../src/input/key-file.ts';

const KEYS = { compare: ['q'], search: [] };
const refusal = (text: string): string => {
  const read = parseKeyFile('keys.json', text);
  return read.kind === 'refused' ? read.why : expect.fail('taken');
};

test('what was exported is read back as it was', () => {
  expect(parseKeyFile('keys.json', JSON.stringify(keyFile(KEYS)))).toEqual({ kind: 'keys', keys: KEYS });
});

test('another file is refused by name with what to do, and no word of the check', () => {
  expect(refusal('{oops')).toContain('"keys.json" is no JSON');
  for (const other of [{ format: 'overread-keys/2', keys: {} }, { ...keyFile(KEYS), more: 1 }, [], null, 3]) {
    expect(refusal(JSON.stringify(other))).toMatch(/"keys.json" is no file of keys.*nothing was changed/);
  }
  expect(refusal(JSON.stringify({ ...keyFile(KEYS), keys: { compare: 'q' } }))).toContain('no file of keys');
  expect(refusal(JSON.stringify(keyFile({ compare: Array.from({ length: 7 }, () => 'q') })))).toContain('no file');
});

test('one that is too large is not parsed', () => {
  const large = JSON.stringify(keyFile(KEYS)) + ' '.repeat(MOST_KEY_FILE_BYTES);
  expect(refusal(large)).toContain('too large');
});
