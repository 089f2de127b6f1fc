import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * Opens a file for reading. A pipe, a device or a socket of that name is refused: its opening would wait for ever, or its
 * reading have no end.
 * @throws Error where it is no file; the system's error where it cannot be opened
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const stats = await handle.stat();
  if (stats.isFile()) return handle;
  await handle.close();
  throw new Error(`"${path}" is not a file. Leave it out.`);
}

/**
 * The bytes of a file that holds no more than `maxBytes`; null where it holds more.
 * @throws as `openRegularFile`
 */
export async function readRegularFile(path: string, maxBytes: number): Promise<Buffer | null> {
  const handle = await openRegularFile(path);
  try {
    return (await handle.stat()).size > maxBytes ? null : await handle.readFile();
  } finally {
    await handle.close();
  }
}
