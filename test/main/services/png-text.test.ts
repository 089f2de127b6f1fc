import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pngText, withPngText } from '../../../main/services/png-text.ts';
import { readKeptHead } from '../../../main/services/verify-audit.ts';
import { HEAD_COLUMN, headText } from '../../../src/audit/audit-head.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';

const png = smallPhantomPng(1, 'none');
const headOf = (entries: number) => ({ entries, headHash: entries.toString(16).padStart(64, 'a') });

test('a text is read as it was put in, by its keyword', () => {
  const once = withPngText(png, 'Title', 'one');
  const twice = Buffer.from(withPngText(once, HEAD_COLUMN, 'two'));
  expect(pngText(twice, 'Title')).toBe('one');
  expect(pngText(twice, HEAD_COLUMN)).toBe('two');
  expect(pngText(twice, 'Tit')).toBeNull();
});

test('no PNG, a cut one and lengths that lie have no text', () => {
  const whole = Buffer.from(withPngText(png, HEAD_COLUMN, 'two'));
  expect(pngText(Buffer.from('tEXt'), 'Title')).toBeNull();
  expect(pngText(whole.subarray(0, 40), HEAD_COLUMN)).toBeNull();
  whole.writeUInt32BE(0xffffffff, 8);
  expect(pngText(whole, HEAD_COLUMN)).toBeNull();
});

test('a picture’s head is found whatever its checksum begins with', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-png-text-'));
  const file = path.join(folder, 'seen.png');
  try {
    for (let entries = 1; entries <= 300; entries += 1) {
      writeFileSync(file, withPngText(png, HEAD_COLUMN, headText(headOf(entries))));
      expect(readKeptHead(file)).toEqual(headOf(entries));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
