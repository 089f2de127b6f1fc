import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { createPictures } from '../../../main/services/pictures.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { labelledSlices } from '../../../main/store/labelled-slices.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { dicomDirectory, dicomObject } from '../../support/dicom-pictures.ts';
import { smallPhantomDicom } from '../../support/phantom-files.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
let disc: string;

beforeAll(async () => {
  compute = await decodeCompute('read-directories');
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
  disc = path.join(project.folder, 'disc');
  mkdirSync(path.join(disc, 'DICOM'), { recursive: true });
});
afterEach(() => project.remove());

const put = (file: string, bytes: Uint8Array | string): void => writeFileSync(path.join(disc, file), bytes);
const open = async () => {
  const { sourceId } = await openStudy(project.context, compute, { folder: disc, reader: 'Ada' });
  return listWorklist(project.context, { sourceId });
};

it('reads what a DICOMDIR lists, whatever it is called, and names what is missing', async () => {
  // Listed in capitals, with a name that would be passed over as no picture.
  put('DICOM/im1.log', smallPhantomDicom(1));
  put('DICOM/other.txt', 'not listed, not read');
  put('DICOMDIR', dicomDirectory(['DICOM\\IM1.LOG', 'DICOM\\IM2']));
  const list = await open();
  expect(list.items.map(({ file }) => file)).toEqual(['DICOM/im1.log']);
  expect(list.refused).toEqual([
    {
      file: 'DICOM/IM2',
      code: 'missing',
      message: '"DICOMDIR" lists this file, and it is not in the folder. Copy the whole disc again.',
    },
  ]);
  put('DICOM/IM2', smallPhantomDicom(2));
  const whole = await open();
  expect(whole.items).toHaveLength(2);
  expect(whole.refused).toEqual([]);
});

it('passes over a DICOMDIR that cannot be read, and refuses objects that are no slices by name', async () => {
  put('DICOM/IM1', smallPhantomDicom(1));
  put('DICOM/PDF', dicomObject('1.2.840.10008.5.1.4.1.1.104.1', 'DOC'));
  put('DICOMDIR', 'torn');
  const list = await open();
  expect(list.items).toHaveLength(1);
  expect(list.refused).toMatchObject([{ file: 'DICOM/PDF', message: expect.stringContaining('An encapsulated PDF') }]);
});

it('lists a slice that was cut off with what is missing, and trains on none', async () => {
  const whole = smallPhantomDicom(1);
  put('DICOM/IM1', whole);
  put('DICOM/IM2', smallPhantomDicom(2).subarray(0, Math.floor(whole.length * 0.7)));
  const list = await open();
  expect(list.series.flatMap(({ remarks }) => remarks)).toContain('A slice is truncated: lower rows are missing.');
  const cut = list.items.find(({ file }) => file === 'DICOM/IM2');
  expect(cut?.notPredictable).toMatchObject({
    code: 'truncated',
    message: expect.stringMatching(/^Truncated: the lower/),
  });
  const pictures = createPictures({ context: project.context, compute, thumbnailFolder: null });
  const { metadata } = await pictures.pixels(cut?.sliceId ?? 0);
  expect(metadata.warnings.join()).toContain(`the lower ${metadata.rowsMissing} of ${metadata.rows} rows`);
  for (const { sliceId } of list.items) {
    const shown = presentSlice(project.context, { sliceId, reader: 'Ada', modelId: null, predictionVisible: false });
    const read = { intent: 'none' as const, reason: null, confidence: null };
    recordRead(project.context, { presentationId: shown.presentationId ?? 0, ...read });
  }
  const trained = labelledSlices(project.context.store.db).map(({ sliceId }) => sliceId);
  expect(trained).toEqual(list.items.filter(({ file }) => file === 'DICOM/IM1').map(({ sliceId }) => sliceId));
});
