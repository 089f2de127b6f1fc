import { mkdtempSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { readWholeFile, withFile } from '../../../../main/compute/decode/read-file.ts';

/** The size that a file claims to have when it is opened, where that is not what can be read of it. */
const claimed = vi.hoisted((): { bytes: number | null } => ({ bytes: null }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const fstatSync = (file: number): Stats => {
    const stat = fs.fstatSync(file);
    if (claimed.bytes !== null) stat.size = claimed.bytes;
    return stat;
  };
  return { ...fs, fstatSync };
});
afterEach(() => {
  claimed.bytes = null;
});

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
      expect(one).not.toBe(two);
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

  it('lends no more than could be read of a file that is cut while it is read', async () => {
    await memoryOf(fileOf('another', 900, 0xa5));
    claimed.bytes = 800;
    expect(await withFile(short, (bytes) => [...bytes])).toEqual(Array.from({ length: 10 }, () => 1));
    expect([...readWholeFile(short)]).toHaveLength(10);
  });
});

it('reads a whole file into memory of its own', () => {
  const bytes = readWholeFile(long);
  expect(bytes.every((byte) => byte === 7)).toBe(true);
  expect(bytes.buffer.byteLength).toBe(3000);
  expect(readWholeFile(long).buffer).not.toBe(bytes.buffer);
});
