import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { MAX_FILE_BYTES } from './limits.ts';
import { asRefusal, DecodeRefusal } from './refusal.ts';

/** So that a pipe that nobody writes to is opened, and refused, at once. Windows has no such flag. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * A whole file in memory. Read without a detour over Node's thread pool: a decoding process has nothing else to do, and
 * is ended when it takes too long.
 * @throws DecodeRefusal `unreadable`, `not-an-image` for a folder or an empty file, `too-large`
 */
export function readWholeFile(path: string): Uint8Array {
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
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw asRefusal(error, 'unreadable', 'The file cannot be read. Check that it is there and that you may open it.');
  }
}
