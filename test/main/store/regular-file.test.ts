import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readWholeFile } from '../../../main/compute/decode/read-file.ts';
import { readRegularFile } from '../../../main/store/regular-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'overread-regular-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);

test('reads a file up to a size, and no more', async () => {
  writeFileSync(at('a'), 'abc');
  expect((await readRegularFile(at('a'), 3))?.toString()).toBe('abc');
  expect(await readRegularFile(at('a'), 2)).toBeNull();
});

test.skipIf(process.platform === 'win32')(
  'a pipe is not waited on and a device not read, by services and decoder',
  async () => {
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('/dev/zero', at('zero'));
    for (const name of ['pipe', 'zero']) {
      await expect(readRegularFile(at(name), 1e6), name).rejects.toThrow('is not a file');
      expect(() => readWholeFile(at(name)), name).toThrow('This is not a file.');
    }
  },
  5000,
);
