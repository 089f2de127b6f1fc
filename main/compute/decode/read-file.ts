import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { MAX_FILE_BYTES } from './limits.ts';
import { asRefusal, DecodeRefusal } from './refusal.ts';

/** So that a pipe that nobody writes to is opened, and refused, at once. Windows has no such flag. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Memory is made in steps of this size, so that it need not be made again for a header that is a little longer. */
const MEMORY_STEP_BYTES = 1024 * 1024;

/** Memory of larger files is given up at once: a decoding process is to stay small. */
const KEPT_BYTES = 16 * MEMORY_STEP_BYTES;

/** What the last file lay in, while no file lies in it. */
let spare: Uint8Array | null = null;

/**
 * Reads a whole file and lends its bytes to `use`: the next file is read over them. Fresh memory costs the system more time than
 * copying the file of a slice into it. So what `use` gives must hold none of the bytes, nor a view of them.
 * @throws DecodeRefusal as readWholeFile does; whatever `use` throws
 */
export async function withFile<T>(path: string, use: (bytes: Uint8Array) => T | Promise<T>): Promise<T> {
  let memory = spare;
  // Whoever reads another file meanwhile finds none, and makes memory of its own.
  spare = null;
  const memoryOf = (size: number): Uint8Array => {
    if (memory === null || memory.length < size) {
      memory = new Uint8Array(Math.ceil(size / MEMORY_STEP_BYTES) * MEMORY_STEP_BYTES);
    }
    return memory;
  };
  try {
    return await use(readInto(path, memoryOf));
  } finally {
    if (memory !== null && memory.length <= KEPT_BYTES) spare = memory;
  }
}

/**
 * A whole file in memory of its own.
 * @throws DecodeRefusal `unreadable`, `not-an-image` for a folder or an empty file, `too-large`
 */
export function readWholeFile(path: string): Uint8Array {
  return readInto(path, (size) => new Uint8Array(size));
}

/** Reads without a detour over Node's thread pool: a decoding process has nothing else to do, and is ended when it takes too long. */
function readInto(path: string, memoryOf: (size: number) => Uint8Array): Uint8Array {
  try {
    const file = openSync(path, READ_ONLY);
    try {
      const stat = fstatSync(file);
      const { size } = stat;
      if (!stat.isFile()) throw new DecodeRefusal('not-an-image', 'This is not a file.');
      if (size === 0) throw new DecodeRefusal('not-an-image', 'The file is empty. Copy it again, or leave it out.');
      if (size > MAX_FILE_BYTES) {
        throw new DecodeRefusal('too-large', 'The file is larger than 1 GiB. Split it, or leave it out.');
      }
      const bytes = memoryOf(size).subarray(0, size);
      let length = 0;
      for (let read = -1; read !== 0 && length < size; length += read) {
        read = readSync(file, bytes, length, size - length, null);
      }
      // Shorter where the file was cut meanwhile.
      return bytes.subarray(0, length);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw asRefusal(error, 'unreadable', 'The file cannot be read. Check that it is there and that you may open it.');
  }
}
