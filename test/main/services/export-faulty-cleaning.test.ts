import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { type ExportedDataset, exportDataset } from '../../../main/services/export-dataset.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { manifestSchema } from '../../../src/dataset/manifest.ts';
import { bundleComputeHosts } from '../../support/compute-hosts.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { smallPhantomDicom } from '../../support/phantom-files.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

// A file that hangs, crashes or fills the memory of the child that cleans it for an export, once a part of it is written.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const HANG_MS = 3000;
/** No test lasts as long. */
const NEVER_MS = 3_600_000;

let decoding: ComputeClient;
let cleaning: ComputeClient;
let started: number;
let hostsFolder: string;
let project: TemporaryProject;
let out: string;

beforeAll(async () => {
  decoding = await decodeCompute('faulty-cleaning');
  hostsFolder = await bundleComputeHosts('faulty-cleaning-faults', {
    'decode-host': 'test/main/compute/fixtures/faulty-decode-host.ts',
  });
});
afterAll(() => decoding.close());
beforeEach(() => {
  started = 0;
  const faulty = createComputeClient({
    fork: (...how) => {
      started += 1;
      return forkChildProcess(...how);
    },
    hostsFolder,
    decodeChildren: 1,
    decodeMemoryMib: 400,
  });
  // The bound of the app is 20 s and more; what hangs is given less here, and what only a cancel may end no end.
  const bounded: ComputeClient['request'] = (name, input, options) => {
    const file = 'path' in input ? path.basename(input.path) : '';
    const timeoutMs = { 'hang.dcm': HANG_MS, 'write-on.dcm': NEVER_MS }[file];
    return faulty.request(name, input, { ...options, ...(timeoutMs && { timeoutMs }) });
  };
  cleaning = { ...faulty, request: bounded };
  project = temporaryProject();
  out = path.join(project.folder, 'out');
  mkdirSync(out);
});
afterEach(() => {
  cleaning.close();
  project.remove();
});

/** Exports a version of two files, one of them of this name, with these bytes before its picture. */
async function exportWith(
  name: string,
  { signal, stray = new Uint8Array() }: { readonly signal?: AbortSignal; readonly stray?: Uint8Array } = {},
): Promise<ExportedDataset> {
  for (const [index, file] of [`yes/${name}.dcm`, 'no/whole.dcm'].entries()) {
    const place = path.join(project.folder, 'set', file);
    mkdirSync(path.dirname(place), { recursive: true });
    const dicom = Buffer.from(smallPhantomDicom(index + 1));
    const picture = dicom.indexOf(Buffer.from('e07f1000', 'hex'));
    const between = index === 0 ? stray : new Uint8Array();
    writeFileSync(place, Buffer.concat([dicom.subarray(0, picture), between, dicom.subarray(picture)]));
  }
  const { token } = await checkImport(project.context, decoding, { folder: path.join(project.folder, 'set') });
  commitImport(project.context, { token });
  const { id: datasetId } = freezeDataset(project.context, { note: null });
  const request = { datasetId, folder: out, images: 'copy', picturesSeen: true } as const;
  return exportDataset(project.context, cleaning, request, { signal });
}

/** Nothing of an export is left, nothing is told of one, and the project is as it was. */
async function expectNoExport(): Promise<void> {
  expect(readdirSync(out)).toEqual([]);
  expect(project.entries('dataset-exported')).toEqual([]);
  expect(await verifyAudit(project.context)).toMatchObject({ kind: 'whole' });
}

test.each([
  ['hang', 'timed-out', /took longer than 3 s and was ended\. Copy or export/, 1],
  ['crash', 'crashed', /ended by itself, twice\. Copy or export/, 2],
  ['abort', 'crashed', /ended by itself, twice\. Copy or export/, 2],
  ['allocate', 'out-of-memory', /needed more than 400 MiB of memory and was ended, twice\. Copy or export/, 2],
])(
  'a file whose cleaning ends in %s is refused by name, and no half of an export is left',
  async (name, code, words, tries) => {
    const failure = await exportWith(name).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ name: 'ServiceError', code, message: expect.stringMatching(words) });
    const { message } = failure as Error;
    expect(message.startsWith(`"${path.join(project.folder, 'set', 'yes', `${name}.dcm`)}": `)).toBe(true);
    expect(message).not.toContain('\n');
    // The other file may have had a child of its own before or after.
    expect(started).toBeGreaterThanOrEqual(tries);
    expect(started).toBeLessThanOrEqual(tries + 1);
    await expectNoExport();
  },
);

test('a file whose child crashes once is cleaned by another, whole', async () => {
  const { folder, deidentified } = await exportWith('crash-once');
  expect(started).toBe(2);
  expect(deidentified).toBe(2);
  expect(readdirSync(path.join(folder, 'images'))).toHaveLength(2);
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));
  const written = manifest.provenance.map(({ file }) =>
    createHash('sha256')
      .update(readFileSync(path.join(folder, file ?? '')))
      .digest('hex'),
  );
  expect(written).toEqual(manifest.provenance.map(({ exportedSha256 }) => exportedSha256));
});

test('a file that cannot be de-identified is refused by name, at the first try, and no half of an export is left', async () => {
  // A sequence that ends where none began.
  const stray = Buffer.from('feff0de000000000', 'hex');
  const file = path.join(project.folder, 'set', 'yes', 'cut-off.dcm');
  const message =
    `"${file}" cannot be de-identified: A sequence of its header ends where none began. Exclude its slices and freeze again, ` +
    'or export with the original identifiers.';
  await expect(exportWith('cut-off', { stray })).rejects.toMatchObject({
    ...{ name: 'ServiceError', code: 'not-deidentifiable', message },
  });
  expect(started).toBe(1);
  await expectNoExport();
});

test('a cancel while a file is cleaned is over without its end, and the child that writes on leaves nothing behind', async () => {
  const cancel = new AbortController();
  const exporting = exportWith('write-on', { signal: cancel.signal });
  const parts = () =>
    readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /\.dcm\.\d+$/.test(name));
  await expect.poll(parts, { timeout: 60_000 }).not.toEqual([]);
  cancel.abort(new Error('The person cancelled.'));
  await expect(exporting).rejects.toThrow('The person cancelled.');
  await expectNoExport();
});
