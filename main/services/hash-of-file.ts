import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * Lower-case hex SHA-256 of a file's bytes, read in pieces. Rejects with the system's error where it cannot be read, and with
 * an AbortError once the signal is aborted.
 */
export async function hashOfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex');
}
