import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { MAX_FILE_BYTES } from './limits.ts';
import { asRefusal, DecodeRefusal } from './refusal.ts';

/**
 * A whole file in memory.
 * @throws DecodeRefusal `unreadable`, `not-an-image` for a folder or an empty file, `too-large`
 */
export async function readWholeFile(path: string): Promise<Uint8Array> {
  try {
    // The opening of a pipe would wait for whoever writes into it.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { size, isFile } = await handle.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
      if (!isFile) throw new DecodeRefusal('not-an-image', 'This is not a file.');
      if (size === 0) throw new DecodeRefusal('not-an-image', 'The file is empty. Copy it again, or leave it out.');
      if (size > MAX_FILE_BYTES) {
        throw new DecodeRefusal('too-large', 'The file is larger than 1 GiB. Split it, or leave it out.');
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asRefusal(error, 'unreadable', 'The file cannot be read. Check that it is there and that you may open it.');
  }
}
