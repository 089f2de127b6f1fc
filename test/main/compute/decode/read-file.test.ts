import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWholeFile, withFile } from '../../../../main/compute/decode/read-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'overread-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, length: number, value: number): string {
  const file = path.join(folder, name);
  writeFileSync(file, new Uint8Array(length).fill(value));
  return file;
}

const long = fileOf('long', 3000, 7);
const short = fileOf('short', 10, 1);
const memoryOf = (file: string): Promise<ArrayBufferLike> => withFile(file, ({ buffer }) => buffer);

describe('withFile', () => {
  it('lends one file after the other in the same memory, each no longer than it is', async () => {
    const memory = await memoryOf(long);
    await withFile(short, (bytes) => {
      expect([...bytes]).toEqual(Array.from({ length: 10 }, () => 1));
      expect(bytes.buffer).toBe(memory);
    });
  });

  it('never lends memory that is still lent', async () => {
    await withFile(long, async (bytes) => {
      expect(await memoryOf(short)).not.toBe(bytes.buffer);
      const [one, two] = await Promise.all([memoryOf(short), memoryOf(short)]);
      expect(one).not.toBe(bytes.buffer);
      expect(two).not.toBe(bytes.buffer);
      expect(bytes.every((byte) => byte === 7)).toBe(true);
    });
  });

  it('takes its memory back when the file cannot be used or read', async () => {
    const memory = await memoryOf(long);
    await expect(withFile(long, () => Promise.reject(new Error('no use')))).rejects.toThrow('no use');
    await expect(withFile(path.join(folder, 'none'), () => 1)).rejects.toMatchObject({ code: 'unreadable' });
    expect(await memoryOf(long)).toBe(memory);
  });

  it('makes larger memory for a larger file and keeps that, but not the memory of a very large one', async () => {
    const small = await memoryOf(short);
    const larger = await memoryOf(fileOf('larger', 2_000_000, 3));
    expect(larger).not.toBe(small);
    expect(await memoryOf(short)).toBe(larger);
    const huge = await memoryOf(fileOf('huge', 17 * 1024 * 1024, 4));
    expect(huge.byteLength).toBe(17 * 1024 * 1024);
    expect(await memoryOf(short)).not.toBe(huge);
  });

  it('gives a file that was cut between two readings as it is now', async () => {
    const file = fileOf('cut', 500, 5);
    expect(await withFile(file, ({ length }) => length)).toBe(500);
    truncateSync(file, 100);
    expect(await withFile(file, ({ length }) => length)).toBe(100);
  });
});

it('reads a whole file into memory of its own', () => {
  const bytes = readWholeFile(long);
  expect(bytes.every((byte) => byte === 7)).toBe(true);
  expect(bytes.buffer.byteLength).toBe(3000);
  expect(readWholeFile(long).buffer).not.toBe(bytes.buffer);
});
