import { HEAD_LIMIT_BYTES } from '../checkpoint-state.ts';

/** A tensor in a safetensors file: 32-bit floats, row-major. */
export interface FileTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * The safetensors format (huggingface/safetensors, format version 0.3): 8 bytes little-endian length of the header, the
 * header as JSON (`__metadata__` with strings, then per tensor its dtype, shape and place), padded with spaces to a
 * multiple of 8, then the tensors' bytes without gaps. Only F32 is written.
 * @returns the file in pieces, to be written one after the other
 */
export function encodeSafetensors(
  tensors: readonly FileTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] {
  return [encodeSafetensorsHead(tensors, metadata), ...tensors.map(({ values }) => bytesOf(values))];
}

/** What stands before the tensors' bytes: see encodeSafetensors. Its length does not depend on what the metadata's texts are, only on how long. */
export function encodeSafetensorsHead(
  tensors: readonly Omit<FileTensor, 'values'>[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape } of tensors) {
    const byteLength = 4 * shape.reduce((a, b) => a * b, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + byteLength] };
    offset += byteLength;
  }
  const json = JSON.stringify(header);
  const text = Buffer.from(json + ' '.repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}

/**
 * Reads a safetensors file.
 * @throws RangeError when it is cut off, malformed, or holds anything but F32
 */
export function decodeSafetensors(bytes: Uint8Array): { tensors: FileTensor[]; metadata: Record<string, string> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = bytes.byteLength < 8 ? -1 : Number(view.getBigUint64(0, true));
  if (headerLength < 2 || headerLength > Math.min(HEAD_LIMIT_BYTES, bytes.byteLength - 8)) {
    throw new RangeError('This is not a safetensors file, or it is cut off.');
  }
  const header = parseHeader(Buffer.from(bytes.subarray(8, 8 + headerLength)).toString('utf8'));
  const { __metadata__: metadata = {}, ...entries } = header;
  const data = bytes.subarray(8 + headerLength);
  const tensors = Object.entries(entries).map(([name, entry]) => readTensor(name, entry, data));
  const total = tensors.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (total !== data.byteLength) throw new RangeError(`The tensors have ${total} bytes, the file ${data.byteLength}.`);
  return { tensors, metadata: metadata as Record<string, string> };
}

function parseHeader(json: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(json);
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new RangeError('The header of the safetensors file cannot be read.');
}

function readTensor(name: string, entry: unknown, data: Uint8Array): FileTensor {
  const { dtype, shape, data_offsets: offsets } = entry as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  if (dtype !== 'F32' || !isNumbers(shape) || !isNumbers(offsets)) {
    throw new RangeError(`The tensor "${name}" of the safetensors file is not of 32-bit floats, or not described.`);
  }
  const [start = 0, end = 0] = offsets;
  const count = shape.reduce((a, b) => a * b, 1);
  if (start > end || end > data.byteLength || end - start !== count * 4) {
    throw new RangeError(`The tensor "${name}" of the safetensors file does not have the bytes of its shape.`);
  }
  const values = new Float32Array(count);
  bytesOf(values).set(data.subarray(start, end));
  return { name, shape, values };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isInteger(item) && item >= 0);
}

/** The bytes of 32-bit floats, without a copy. */
export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
