import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import type { ComputeClient } from '../../main/compute/compute-client.ts';
import { checkImport } from '../../main/services/check-import.ts';
import { commitImport } from '../../main/services/commit-import.ts';
import { listWorklist } from '../../main/services/list-worklist.ts';
import { phantomPicture } from './phantom-pictures.ts';
import type { Picture } from './slice-copies.ts';
import type { TemporaryProject } from './temporary-project.ts';

/** Bytes of an 8-bit grey PNG. */
export function pngOf({ rows, columns, grey }: Picture): Uint8Array {
  const data = Uint8Array.from(grey, (level) => Math.round(level * 255));
  return encode({ width: columns, height: rows, data, depth: 8, channels: 1 });
}

/** Another head for each number, small; odd ones bleed. */
export const headPicture = (number: number): Picture => phantomPicture(number, 30 + (number % 9) * 6, 96);

/** Writes pictures as 000.png, 001.png, ... with labels.csv: odd ones have haemorrhage, copies the label they are given. */
export function writeLabelledPngs(
  folder: string,
  pictures: readonly { readonly picture: Picture; readonly haemorrhage: boolean }[],
): string {
  mkdirSync(path.join(folder, 'head_ct'), { recursive: true });
  const rows = ['id, hemorrhage'];
  pictures.forEach(({ picture, haemorrhage }, id) => {
    writeFileSync(path.join(folder, 'head_ct', `${String(id).padStart(3, '0')}.png`), pngOf(picture));
    rows.push(`${id},${haemorrhage ? 1 : 0}`);
  });
  writeFileSync(path.join(folder, 'labels.csv'), `${rows.join('\n')}\n`);
  return folder;
}

/** Heads `from` to `from + count - 1` with their labels. */
export const heads = (from: number, count: number): { picture: Picture; haemorrhage: boolean }[] =>
  Array.from({ length: count }, (_, index) => ({
    picture: headPicture(from + index),
    haemorrhage: (from + index) % 2 === 1,
  }));

/** Imports a folder and gives the ids of its slices in order. */
export async function importPngs(
  { context }: TemporaryProject,
  compute: ComputeClient,
  folder: string,
): Promise<{ sourceId: number; ids: number[] }> {
  const { token } = await checkImport(context, compute, { folder });
  const { sourceId } = commitImport(context, { token });
  return { sourceId, ids: listWorklist(context, { sourceId }).items.map(({ sliceId }) => sliceId) };
}
