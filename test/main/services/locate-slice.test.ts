import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { completePixelHashes } from '../../../main/services/complete-pixel-hashes.ts';
import { exportDataset } from '../../../main/services/export-dataset.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { createPictures, type SlicePictures } from '../../../main/services/pictures.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { summarizeProject } from '../../../main/services/summarize-project.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditHead } from '../../../main/store/audit-log.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { heads, importPngs, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
let set: string;
let ids: number[];
beforeAll(async () => {
  compute = await decodeCompute('locate-slice');
});
afterAll(() => compute.close());
beforeEach(async () => {
  project = temporaryProject();
  set = writeLabelledPngs(path.join(project.folder, 'set'), heads(0, 4));
  ({ ids } = await importPngs(project, compute, set));
});
afterEach(() => project.remove());

/** Pictures that remember nothing, as after a start. */
const pictures = (): SlicePictures => createPictures({ context: project.context, compute, thumbnailFolder: null });
const first = (): number => ids[0] ?? 0;
const fileOf = (number: number): string => path.join(set, 'head_ct', `00${number}.png`);

function read(sliceId: number): void {
  const shown = presentSlice(project.context, { sliceId, reader: 'Ada', modelId: null, predictionVisible: false });
  const presentationId = shown.presentationId ?? 0;
  recordRead(project.context, { presentationId, intent: 'haemorrhage', reason: null, confidence: null });
}
const exportTo = (datasetId: number): Promise<unknown> =>
  exportDataset(project.context, compute, { datasetId, folder: project.folder, images: 'copy', reader: 'Ada' });

test('a source that is unplugged is named wherever its slices are needed, costs no read, and is there again when it is', async () => {
  const { context } = project;
  read(first());
  const dataset = freezeDataset(context, { note: null, reader: 'Ada' });
  const entries = auditHead(context.store.db).entries;
  renameSync(set, `${set}-unplugged`);
  expect(summarizeProject(context).sources).toMatchObject([{ rootFound: false, slices: 4 }]);
  const gone = {
    code: 'not-found',
    message: expect.stringMatching(/"head_ct\/000\.png" is not in ".*set" any more\. Put it back, or point the source/),
  };
  await expect(pictures().pixels(first())).rejects.toMatchObject(gone);
  await expect(exportTo(dataset.id)).rejects.toMatchObject({ code: 'not-found' });
  expect(readdirSync(project.folder).sort()).toEqual(['project', 'set-unplugged']);
  // A read of what is remembered is taken all the same.
  read(ids[1] ?? 0);
  expect(await verifyAudit(context)).toMatchObject({ kind: 'whole', entries: entries + 1 });
  renameSync(`${set}-unplugged`, set);
  expect((await pictures().pixels(first())).metadata.rows).toBeGreaterThan(0);
  await exportTo(dataset.id);
});

test('a slice that was changed on the disk, to the byte as long, is refused by name wherever it is needed, until it is put back', async () => {
  const { context } = project;
  const changed = ids[1] ?? 0;
  const [short, original] = [readFileSync(fileOf(0)), readFileSync(fileOf(1))];
  expect(short.length).toBeLessThan(original.length);
  const dataset = freezeDataset(context, { note: null, reader: 'Ada' });
  // Another picture of the same length, as far as the file system can tell.
  writeFileSync(fileOf(1), Buffer.concat([short, Buffer.alloc(original.length - short.length)]));
  const refusal = {
    code: 'changed',
    message: expect.stringMatching(/"head_ct\/001\.png" has changed since it was opened\. Put the original back/),
  };
  await expect(pictures().pixels(changed)).rejects.toMatchObject(refusal);
  await expect(pictures().thumbnail(changed)).rejects.toMatchObject(refusal);
  await expect(exportTo(dataset.id)).rejects.toMatchObject({ code: 'changed' });
  expect(readdirSync(project.folder).sort()).toEqual(['project', 'set']);
  context.store.db.exec('UPDATE slices SET pixel_sha256 = NULL');
  expect(await completePixelHashes(context, compute)).toMatchObject([{ ...refusal, file: 'head_ct/001.png' }]);
  // Nor does it count why bytes that are others cannot be decoded.
  writeFileSync(fileOf(1), Buffer.alloc(original.length, 7));
  await expect(pictures().pixels(changed)).rejects.toMatchObject(refusal);
  // The others are read as ever.
  expect((await pictures().pixels(ids[2] ?? 0)).metadata.rows).toBeGreaterThan(0);
  writeFileSync(fileOf(1), original);
  await completePixelHashes(context, compute);
  expect((await pictures().pixels(changed)).metadata.rows).toBeGreaterThan(0);
});
