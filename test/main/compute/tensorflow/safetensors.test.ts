import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../../../main/compute/tensorflow/safetensors.ts';

/** A file put together by hand from the format's description: one 2 x 2 tensor. */
function fileByHand(header: string, data: readonly number[]): Uint8Array {
  const text = Buffer.from(header);
  const file = Buffer.alloc(8 + text.length + data.length * 4);
  file.writeUInt32LE(text.length, 0);
  text.copy(file, 8);
  for (const [i, value] of data.entries()) file.writeFloatLE(value, 8 + text.length + i * 4);
  return file;
}
const HEADER = '{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}';

describe('the safetensors format', () => {
  it('reads a file made by hand', () => {
    expect(decodeSafetensors(fileByHand(HEADER, [1, 2, 3, -4.5]))).toEqual({
      metadata: { a: 'b' },
      tensors: [{ name: 'w', shape: [2, 2], values: Float32Array.of(1, 2, 3, -4.5) }],
    });
  });

  it('writes what the format asks for: padded header, values in order, no gaps', () => {
    const tensors = [
      { name: 'kernel', shape: [1, 3], values: Float32Array.of(1, 2, 3) },
      { name: 'bias', shape: [1], values: Float32Array.of(-0.5) },
    ];
    const file = Buffer.concat(encodeSafetensors(tensors, { made: 'here' }));
    const headerLength = Number(file.readBigUInt64LE(0));
    expect(headerLength % 8).toBe(0);
    expect(JSON.parse(file.subarray(8, 8 + headerLength).toString())).toEqual({
      __metadata__: { made: 'here' },
      kernel: { dtype: 'F32', shape: [1, 3], data_offsets: [0, 12] },
      bias: { dtype: 'F32', shape: [1], data_offsets: [12, 16] },
    });
    expect(file.readFloatLE(8 + headerLength + 12)).toBe(-0.5);
    expect(decodeSafetensors(file)).toEqual({ tensors, metadata: { made: 'here' } });
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a header longer than the file', fileByHand(HEADER, [1, 2, 3, 4]).subarray(0, 40)],
    ['a file that is cut off', fileByHand(HEADER, [1, 2, 3])],
    ['bytes behind the last tensor', fileByHand(HEADER, [1, 2, 3, 4, 5])],
    ['a header that is not JSON', fileByHand('{"w":', [1])],
    ['another type', fileByHand('{"w":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}', [1])],
    ['a shape that is not its bytes', fileByHand('{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,4]}}', [1])],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeSafetensors(bytes)).toThrow(RangeError);
  });
});
