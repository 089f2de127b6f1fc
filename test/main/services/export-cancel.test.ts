import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { type ExportRequest, exportDataset } from '../../../main/services/export-dataset.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { createSeededRandom } from '../../../src/random/seeded-random.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { dicomFile, pictureElements } from '../../support/dicom-corpus-odd.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// A second is the promise; this much on a machine that has other things to do.
const BOUND_MS = 5000;
const [FILES, SIDE] = [16, 2048];

let compute: ComputeClient;
let project: TemporaryProject;
let datasetId: number;

beforeAll(async () => {
  compute = await decodeCompute('export-cancel');
  project = temporaryProject();
  const random = createSeededRandom(3);
  for (let file = 0; file < FILES; file += 1) {
    const folder = path.join(project.folder, 'set', file % 2 === 0 ? 'yes' : 'no');
    mkdirSync(folder, { recursive: true });
    const pixels = Buffer.alloc(SIDE * SIDE * 2, random.integer(0, 255));
    const bytes = dicomFile('1.2.840.10008.1.2.1', [
      ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
      ['00080018', 'UI', `1.2.826.0.1.3680043.8.498.${file + 1}`],
      ['00080060', 'CS', 'CT'],
      ...pictureElements({ rows: SIDE, columns: SIDE }),
      ['7fe00010', 'OW', pixels],
    ]);
    writeFileSync(path.join(folder, `${file}.dcm`), bytes);
  }
  const { token } = await checkImport(project.context, compute, { folder: path.join(project.folder, 'set') });
  commitImport(project.context, { token });
  datasetId = freezeDataset(project.context, { note: null }).id;
});
afterAll(() => {
  compute.close();
  project.remove();
});

const WAYS: readonly (readonly [string, Partial<ExportRequest>])[] = [
  ['de-identified', { images: 'copy', identifiers: 'pseudonyms', picturesSeen: true }],
  ['copied', { images: 'copy', identifiers: 'originals' }],
  ['linked', { images: 'link', identifiers: 'originals' }],
];

it.each(WAYS)(
  'an export of files that are %s is over soon after it is cancelled, and leaves nothing',
  async (name, how) => {
    const folder = path.join(project.folder, `out-${name}`);
    mkdirSync(folder);
    const took: string[] = [];
    for (const waitFor of [1, 4, 8, FILES - 1]) {
      const cancel = new AbortController();
      let askedMs = 0;
      const onProgress = ({ done }: { done: number }): void => {
        if (done !== waitFor) return;
        askedMs = performance.now();
        cancel.abort();
      };
      const request = { datasetId, folder, images: 'copy' as const, ...how };
      await expect(
        exportDataset(project.context, compute, request, { signal: cancel.signal, onProgress }),
      ).rejects.toThrow(/abort/i);
      const ms = performance.now() - askedMs;
      took.push(ms.toFixed(0));
      expect(ms).toBeLessThan(BOUND_MS);
      expect(readdirSync(folder)).toEqual([]);
    }
    process.stdout.write(`${FILES} files of 8 MiB ${name}: cancelled in ${took.join(', ')} ms\n`);
    expect(project.entries('dataset-exported')).toEqual([]);
  },
);
