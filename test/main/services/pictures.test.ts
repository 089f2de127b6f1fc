import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { closeProject, createProject } from '../../../main/services/open-project.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { createPictures } from '../../../main/services/pictures.ts';
import type { ServiceContext } from '../../../main/services/service-context.ts';
import { numberElement } from '../../../src/dicom-write/dicom-element.ts';
import { phantomDicomFile, syntheticIdentity } from '../../../src/phantom/phantom-dicom.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { smallPhantomPng, smallPhantomSlice, writePhantomSeries } from '../../support/phantom-files.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-pictures-'));
const thumbnailFolder = path.join(folder, 'thumbnails');
let compute: ComputeClient;
let context: ServiceContext;
let sourceId = 0;
const sliceIds = new Map<string, number>();

/** How far to the back the slices of a coronal series lie. */
const CORONAL_MM = [-12.5, -10, -7.5];

/** A slice that lies upright, face on: every one of its series has the same height, and only its depth differs. */
function coronalSlice(number: number, y: number): Uint8Array {
  return phantomDicomFile(smallPhantomSlice(8), syntheticIdentity(8), number, {
    imageOrientation: [1, 0, 0, 0, 0, -1],
    extraElements: [numberElement('00200032', 'DS', -120, y, 110)],
  });
}

beforeAll(async () => {
  const hostsFolder = await bundleComputeHosts('pictures', { 'decode-host': REAL_HOSTS['decode-host'] });
  compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
  await writePhantomSeries(path.join(folder, 'study', 'ct'), { seed: 5, slices: 2 });
  mkdirSync(path.join(folder, 'study', 'png'));
  writeFileSync(path.join(folder, 'study', 'png', 'a.png'), smallPhantomPng(3));
  mkdirSync(path.join(folder, 'study', 'coronal'));
  CORONAL_MM.forEach((y, index) => {
    writeFileSync(path.join(folder, 'study', 'coronal', `${index}.dcm`), coronalSlice(index + 1, y));
  });
  context = createProject({ folder: path.join(folder, 'P'), name: 'P' }, { appVersion: 'test' });
  ({ sourceId } = await openStudy(context, compute, { folder: path.join(folder, 'study') }));
  for (const { file, sliceId } of listWorklist(context, { sourceId }).items) sliceIds.set(file, sliceId);
});
afterAll(() => {
  compute.close();
  closeProject(context);
  rmSync(folder, { recursive: true, force: true });
});

const idOf = (file: string): number => sliceIds.get(file) ?? 0;

test('a CT slice is HU in 16 bits with its marks and technique, and nothing that names a patient', async () => {
  const { metadata, body } = await createPictures({ context, compute, thumbnailFolder: null }).pixels(
    idOf('ct/slice-01.dcm'),
  );
  expect(metadata).toMatchObject({
    unit: 'HU',
    color: false,
    columns: 96,
    orientationMarks: { left: 'R', right: 'L' },
  });
  expect(body.byteLength).toBe(metadata.rows * metadata.columns * (metadata.sampleType === 'uint8' ? 1 : 2));
  const samples = new Int16Array(body.buffer, body.byteOffset, body.byteLength / 2);
  const hu = Array.from(samples, (sample) => sample * metadata.slope + metadata.intercept);
  expect(Math.min(...hu)).toBeLessThan(-900);
  expect(Math.max(...hu)).toBeGreaterThan(500);
  expect(Object.fromEntries(metadata.technique)).toMatchObject({ Format: 'CT', Size: expect.stringMatching(/^96 x/) });
  expect(JSON.stringify(metadata)).not.toMatch(/synthetic|phantom|\^/i);
});

test('slices of a coronal series are told apart by their place along its own normal, in the list and on the picture alike', async () => {
  const pictures = createPictures({ context, compute, thumbnailFolder: null });
  const { items } = listWorklist(context, { sourceId });
  const listed = CORONAL_MM.map((_, index) => items.find(({ file }) => file === `coronal/${index}.dcm`)?.positionMm);
  const shown = await Promise.all(
    CORONAL_MM.map(async (_, index) => {
      const { metadata } = await pictures.pixels(idOf(`coronal/${index}.dcm`));
      return Object.fromEntries(metadata.technique).Position;
    }),
  );
  expect(listed).toEqual(CORONAL_MM);
  expect(shown).toEqual(['-12.5 mm', '-10.0 mm', '-7.5 mm']);
});

test('a PNG has grey levels and no HU', async () => {
  const { metadata } = await createPictures({ context, compute, thumbnailFolder: null }).pixels(idOf('png/a.png'));
  expect(metadata).toMatchObject({ unit: 'grey', sampleType: 'uint8', orientationMarks: null });
});

test('thumbnails are kept by the hash of their file, and read from there without a decode', async () => {
  const made = await createPictures({ context, compute, thumbnailFolder }).thumbnail(idOf('ct/slice-02.dcm'));
  expect(decode(made).width).toBe(96);
  const names = readdirSync(thumbnailFolder, { recursive: true }).map(String);
  expect(names.join(' ')).toMatch(/[0-9a-f]{64}-0-v\d+\.png/);
  expect(names.join(' ')).not.toContain('slice-02');
  const refusing: ComputeClient = {
    request: () => Promise.reject(new Error('nothing is to be decoded')),
    warmUp: () => undefined,
    close: () => undefined,
  };
  const again = await createPictures({ context, compute: refusing, thumbnailFolder }).thumbnail(
    idOf('ct/slice-02.dcm'),
  );
  expect(again).toEqual(made);
});

test('a slice whose marks are measured one after the other is decoded once, and so is a small picture that two ask for', async () => {
  const asked: string[] = [];
  const counting: ComputeClient = {
    ...compute,
    request: (name, input, options) => {
      asked.push(name);
      return compute.request(name, input, options);
    },
  };
  const pictures = createPictures({ context, compute: counting, thumbnailFolder: null });
  const [one, two] = [idOf('ct/slice-01.dcm'), idOf('ct/slice-02.dcm')];
  expect(await pictures.pixels(one)).toBe(await pictures.pixels(one));
  await Promise.all([pictures.thumbnail(one), pictures.thumbnail(one)]);
  expect(asked).toEqual(['shown-slice', 'list-thumbnail']);
  await pictures.pixels(two);
  await pictures.pixels(one);
  expect(asked.filter((name) => name === 'shown-slice')).toHaveLength(3);
});

test('a file that has changed on the disk is refused until it is put back, and one that is gone is named', async () => {
  const pictures = createPictures({ context, compute, thumbnailFolder: null });
  const file = path.join(folder, 'study', 'png', 'a.png');
  writeFileSync(file, smallPhantomPng(4));
  await expect(pictures.pixels(idOf('png/a.png'))).rejects.toMatchObject({ code: 'changed' });
  writeFileSync(file, smallPhantomPng(3));
  expect((await pictures.pixels(idOf('png/a.png'))).metadata.unit).toBe('grey');
  pictures.clear();
  rmSync(file);
  await expect(pictures.pixels(idOf('png/a.png'))).rejects.toThrow('a.png');
  expect((await pictures.pixels(idOf('ct/slice-01.dcm'))).metadata.unit).toBe('HU');
});
