import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { HANG_MS } from './check-picture.ts';
import type { TableReader } from './check-table.ts';

/**
 * Cleans a picture that the app shows, as an export does: it is refused as what cannot be taken apart, or it decodes to the
 * same pixels.
 */
export async function cleaningFaults(
  compute: ComputeClient,
  cleaner: Pick<TableReader, 'clean'>,
  file: string,
): Promise<string[]> {
  try {
    if (!(await cleaner.clean(file))) return [];
    const decoded = async (path: string) =>
      (await compute.request('decode', { path, frame: 0 }, { timeoutMs: HANG_MS })).image;
    const [own, cleaned] = [await decoded(file), await decoded(`${file}.clean`)];
    const bytes = ({ pixels: { buffer, byteOffset, byteLength } }: typeof own) =>
      Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
    return bytes(own).equals(bytes(cleaned)) ? [] : ['clean: other pixels'];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [`clean: ${message.split('\n', 1)[0]?.slice(0, 300)}`];
  }
}
