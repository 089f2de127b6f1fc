import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { ComputeRefusal } from '../../../main/compute/compute-errors.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { defaultPreprocessing } from '../../../src/prediction/network-input.ts';
import { recipeFor } from '../../../src/training/recipe.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { dicomFile, encapsulated, pictureElements } from '../../support/dicom-corpus-odd.ts';
import { encodeHtj2k } from '../../support/encode-htj2k.ts';
import { smallPhantomDicom } from '../../support/phantom-files.ts';

const HTJ2K = '1.2.840.10008.1.2.4.201';

const folder = mkdtempSync(path.join(tmpdir(), 'overread-decode-'));
const png = path.join(folder, 'slice.png');
const pixels = Uint8Array.from({ length: 30 * 20 }, (_, i) => (i * 7) % 256);

let client: ComputeClient;
let hostsFolder: string;
beforeAll(async () => {
  writeFileSync(png, encode({ width: 20, height: 30, data: pixels, channels: 1, depth: 8 }));
  writeFileSync(path.join(folder, 'text.png'), 'not a picture');
  hostsFolder = await bundleComputeHosts('decode', { 'decode-host': REAL_HOSTS['decode-host'] });
  client = createComputeClient({ fork: forkChildProcess, hostsFolder });
});
afterAll(() => client.close());

it('inspects, decodes and prepares a file in a process of its own', async () => {
  const inspected = await client.request('inspect', { path: png });
  expect(inspected.header).toMatchObject({ format: 'png', rows: 30, columns: 20 });

  const decoded = await client.request('decode', { path: png, frame: 0 });
  expect(decoded.sha256).toBe(inspected.sha256);
  expect(decoded.image.pixels).toEqual(pixels);

  const preprocessing = defaultPreprocessing(10);
  const prepared = await client.request('network-input', { path: png, frame: 0, preprocessing });
  expect(prepared).toMatchObject({ rows: 30, columns: 20, pixelSha256: decoded.pixelSha256 });
  expect(prepared.input).toHaveLength(100);
  const mean = prepared.input.reduce((a, b) => a + b, 0) / 100;
  expect(mean).toBeCloseTo(pixels.reduce((a, b) => a + b, 0) / pixels.length / 255, 2);
  // Stretched: columns and rows each by their own factor.
  expect(prepared.placement).toMatchObject({ xx: 10 / 20, yy: 10 / 30, x0: 0, y0: 0 });
});

it('says where the pixels went when it frames the head', async () => {
  const preprocessing = defaultPreprocessing(12, 'head');
  const prepared = await client.request('network-input', { path: png, frame: 0, preprocessing });
  expect(prepared.input).toHaveLength(144);
  expect(prepared.placement?.xx).toBe(prepared.placement?.yy);
});

it('shows a file as the network sees it, and seeded changes of it', async () => {
  const { architecture, preprocessing } = recipeFor('compact', {}, 1);
  const request = { path: png, frame: 0, architecture, preprocessing, augmentation: { rotateDegrees: 20 }, draws: 8 };
  const shown = await client.request('augmentation-preview', { ...request, seed: 5 });
  expect(shown).toMatchObject({
    side: 96,
    channels: 2,
    sha256: (await client.request('inspect', { path: png })).sha256,
  });
  const length = 96 * 96;
  expect(shown.pictures).toHaveLength(9 * 2 * length);
  const one = (place: number) => shown.pictures.slice(2 * place * length, (2 * place + 1) * length);
  expect(new Set(Array.from({ length: 9 }, (_, place) => one(place).join())).size).toBe(9);
  expect((await client.request('augmentation-preview', { ...request, seed: 5 })).pictures).toEqual(shown.pictures);
  const other = await client.request('augmentation-preview', { ...request, seed: 6 });
  expect(other.pictures.slice(0, 2 * length)).toEqual(shown.pictures.slice(0, 2 * length));
  expect(other.pictures).not.toEqual(shown.pictures);
});

it('refuses a picture that takes more memory than a decoder may hold, and reads the next', async () => {
  const side = 8000;
  const large = path.join(folder, 'large.png');
  writeFileSync(large, encode({ width: side, height: side, data: new Uint8Array(side * side), channels: 1, depth: 8 }));
  const narrow = createComputeClient({ fork: forkChildProcess, hostsFolder, decodeChildren: 1, decodeMemoryMib: 160 });
  try {
    const decoding = narrow.request('decode', { path: large, frame: 0 });
    await expect(decoding).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(/^The process that reads this file needed more than 160 MiB of memory/),
    });
    expect((await narrow.request('decode', { path: png, frame: 0 })).image.pixels).toEqual(pixels);
  } finally {
    narrow.close();
  }
}, 60_000);

it("passes the decoder's refusals on", async () => {
  const inspected = await client.request('inspect', { path: path.join(folder, 'text.png') });
  expect(inspected.refusal).not.toBeNull();
  const decoding = client.request('decode', { path: path.join(folder, 'text.png'), frame: 0 });
  await expect(decoding).rejects.toBeInstanceOf(ComputeRefusal);
  await expect(decoding).rejects.toMatchObject({ code: inspected.refusal?.code });
});

it('shows what is there of a file that was cut off, and gives no network a part of a picture', async () => {
  const cut = path.join(folder, 'cut.dcm');
  const whole = smallPhantomDicom(1);
  writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * 0.7)));
  const place = { path: cut, frame: 0 };
  expect((await client.request('decode', place)).header.frames[0]?.rowsMissing).toBeGreaterThan(0);
  const refused = {
    code: 'truncated',
    message: expect.stringMatching(/^Truncated: the lower \d+ of \d+ rows are missing/),
  };
  const { architecture, preprocessing } = recipeFor('compact', {}, 1);
  await expect(client.request('network-input', { ...place, preprocessing })).rejects.toMatchObject(refused);
  const request = { ...place, architecture, preprocessing, augmentation: {}, seed: 1, draws: 1 };
  await expect(client.request('augmentation-preview', request)).rejects.toMatchObject(refused);
});

it('gives no network a picture of which the finer detail was cut off', async () => {
  const stored = Uint16Array.from({ length: 64 * 48 }, (_, at) => ((at % 64) ** 2 + at * 7) % 4096);
  const elements = pictureElements({ rows: 48, columns: 64, bitsStored: 12 });
  const file = dicomFile(HTJ2K, [...elements, encapsulated([await encodeHtj2k(stored, 48, 64)])]);
  const [whole, coarse] = ['whole-htj2k.dcm', 'coarse-htj2k.dcm'].map((name) => path.join(folder, name));
  writeFileSync(whole ?? '', file);
  writeFileSync(coarse ?? '', file.subarray(0, file.length - 20));
  const place = { path: coarse ?? '', frame: 0 };
  expect((await client.request('decode', place)).header.frames[0]).toMatchObject({ rowsMissing: 0, coarseness: 2 });
  const preprocessing = defaultPreprocessing(12);
  const refused = { code: 'truncated', message: expect.stringMatching(/^Truncated: finer detail is missing/) };
  await expect(client.request('network-input', { ...place, preprocessing })).rejects.toMatchObject(refused);
  const given = await client.request('network-input', { path: whole ?? '', frame: 0, preprocessing });
  expect(given.input).toHaveLength(144);
});
