import { expect, it } from 'vitest';
import { wordsOf } from '../../../../../main/compute/decode/dicom/stored-values.ts';

/** Bytes 1, 2, 3 … at an offset in a larger memory. */
function bytesAt(offset: number, length: number): Uint8Array {
  const memory = new Uint8Array(offset + length + 4);
  const bytes = memory.subarray(offset, offset + length);
  for (let at = 0; at < length; at += 1) bytes[at] = at + 1;
  return bytes;
}

it('reads words where they lie, when they are aligned and in order', () => {
  for (const [bits, offset] of [
    [8, 3],
    [16, 2],
    [32, 4],
  ] as const) {
    const bytes = bytesAt(offset, 8);
    expect(wordsOf(bytes, bits, false).buffer).toBe(bytes.buffer);
  }
  expect([...wordsOf(bytesAt(2, 5), 16, false)]).toEqual([0x0201, 0x0403]);
});

it('copies what is not, and leaves the bytes as they are', () => {
  for (const [bits, offset, bigEndian, words] of [
    [16, 1, false, [0x0201, 0x0403]],
    [16, 2, true, [0x0102, 0x0304]],
    [32, 2, false, [0x04030201]],
    [32, 4, true, [0x01020304]],
  ] as const) {
    const bytes = bytesAt(offset, 4);
    const read = wordsOf(bytes, bits, bigEndian);
    expect([...read]).toEqual([...words]);
    expect(read.buffer).not.toBe(bytes.buffer);
    expect([...bytes]).toEqual([1, 2, 3, 4]);
  }
});
