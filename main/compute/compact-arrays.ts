/**
 * The same value with every typed array in a buffer of its own. What Node's IPC delivers are views into the whole
 * received message: passed on as they are, they would drag that message along, and `.buffer` would not be the pixels.
 */
export function compactArrays<T>(value: T): T {
  return compacted(value) as T;
}

function compacted(value: unknown): unknown {
  // A Buffer's own slice would not copy.
  if (Buffer.isBuffer(value)) return new Uint8Array(value);
  if (value instanceof DataView) return value;
  if (ArrayBuffer.isView(value)) {
    if (value.byteLength === value.buffer.byteLength) return value;
    return (value as unknown as { slice(): unknown }).slice();
  }
  if (Array.isArray(value)) return value.map(compacted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, compacted(item)]));
}
