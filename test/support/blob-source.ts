import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { checkImport } from '../../main/services/check-import.ts';
import { commitImport } from '../../main/services/commit-import.ts';
import { completePixelHashes } from '../../main/services/complete-pixel-hashes.ts';
import { blobSlices, TINY_NETWORK } from './blob-slices.ts';
import type { TemporaryProject } from './temporary-project.ts';

export interface BlobSourceOptions {
  readonly name: string;
  readonly count: number;
  readonly seed: number;
  /** How many are drawn by the seed, of which the first `count` are taken: sources of one seed and number share pictures. */
  readonly drawn?: number;
  /** Places whose label is wrong on purpose. */
  readonly wrong?: readonly number[];
  /** Places that hold another file of the same pixels and label as the place given. */
  readonly copies?: Readonly<Record<number, number>>;
}

export const blobFile = (place: number): string => `${String(place).padStart(2, '0')}.png`;

/** Imports PNGs of noise, every second one with a bright blob (haemorrhage), as a labelled set; gives the source's id. */
export async function importBlobSource(
  project: TemporaryProject,
  compute: ComputeClient,
  options: BlobSourceOptions,
): Promise<number> {
  const { name, count, seed, drawn = count, wrong = [], copies = {} } = options;
  const side = TINY_NETWORK.resizeSide;
  const { inputs, labels } = blobSlices(drawn, seed);
  const folder = path.join(project.folder, name);
  mkdirSync(folder);
  const rows = Array.from({ length: count }, (_, place) => {
    const shown = copies[place] ?? place;
    const levels = inputs.subarray(shown * side ** 2, (shown + 1) * side ** 2);
    const data = Uint8Array.from(levels, (level) => Math.round(level * 255));
    const text: Record<string, string> = shown === place ? {} : { Comment: 'a copy' };
    writeFileSync(
      path.join(folder, blobFile(place)),
      encode({ width: side, height: side, data, channels: 1, depth: 8, text }),
    );
    const label = labels[shown] ?? 0;
    return `${blobFile(place)},${wrong.includes(shown) ? 1 - label : label}`;
  });
  writeFileSync(path.join(folder, 'labels.csv'), `file,label\n${rows.join('\n')}\n`);
  const { token } = await checkImport(project.context, compute, { folder });
  const { sourceId } = commitImport(project.context, { token, reader: 'Ada' });
  await completePixelHashes(project.context, compute);
  return sourceId;
}
