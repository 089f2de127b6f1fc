import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { draftDataset } from '../../../main/services/draft-dataset.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { measureSlices } from '../../../main/services/measure-slices.ts';
import { networkInputs } from '../../../main/services/network-inputs.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { createPictures } from '../../../main/services/pictures.ts';
import { readyToFreeze } from '../../../main/services/ready-to-freeze.ts';
import { recordUnshownRead } from '../../../main/services/record-read.ts';
import { sealTestSet } from '../../../main/services/seal-test-set.ts';
import { splitDataset } from '../../../main/services/split-dataset.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { listDatasetVersions } from '../../../main/store/dataset-versions.ts';
import { unsearchedAmong } from '../../../main/store/slice-thumbnails.ts';
import { slicePlaces } from '../../../main/store/slices.ts';
import { slicesOfSources } from '../../../main/store/source-slices.ts';
import { defaultPreprocessing } from '../../../src/prediction/network-input.ts';
import { bundleComputeHosts } from '../../support/compute-hosts.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

// A poisoned file costs its process, twice, and a new one takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const POISONS = ['spin', 'throw', 'abort', 'allocate'];
const WHOLE = ['first', 'middle', 'last'];
const NAMES = ['first', 'spin', 'throw', 'middle', 'abort', 'allocate', 'last'].map((name) => `${name}.png`);
const ofPoisons = POISONS.map((name) => `${name}.png`).sort();
const ofWhole = WHOLE.map((name) => `${name}.png`).sort();

let project: TemporaryProject;
let compute: ComputeClient;

beforeAll(async () => {
  project = temporaryProject();
  const hostsFolder = await bundleComputeHosts('poisoned', {
    'decode-host': 'test/main/compute/fixtures/poisoned-decode-host.ts',
  });
  const real = createComputeClient({ fork: forkChildProcess, hostsFolder, decodeMemoryMib: 400 });
  // The bound of the app is 20 s; what hangs is given less here.
  compute = {
    ...real,
    request: (name, input, options) => {
      const spins = 'path' in input && input.path.includes('spin');
      return real.request(name, input, { ...(spins && { timeoutMs: 4000 }), ...options });
    },
  };
});
afterAll(() => {
  compute.close();
  project.remove();
});

/** A folder of seven pictures in two classes, four of them poison once they are armed. */
function writeSet(name: string, seed: number): string {
  const folder = path.join(project.folder, name);
  mkdirSync(folder);
  const rows = NAMES.map((file, place) => {
    const kind = place % 2 === 0 ? 'intraparenchymal' : 'none';
    writeFileSync(path.join(folder, file), smallPhantomPng(seed + place, kind));
    return `${file},${place % 2 === 0 ? 1 : 0}`;
  });
  writeFileSync(path.join(folder, 'labels.csv'), `file,label\n${rows.join('\n')}\n`);
  return folder;
}

const arm = (folder: string): void => writeFileSync(path.join(folder, 'armed'), '');

const refusedRow = z.object({ file: z.string(), message: z.string() });
const refusedFiles = (sourceId: number) =>
  project.context.store.db.all(
    refusedRow,
    `SELECT relative_path AS file, refusal_message AS message FROM files
     WHERE source_id = :sourceId AND refusal_code IS NOT NULL`,
    { sourceId },
  );

const WORDS: Readonly<Record<string, RegExp>> = {
  'spin.png': /Reading this file took longer than 4 s and was ended/,
  'throw.png': /libdecoder: bad marker/,
  'abort.png': /The process that reads this file ended by itself, twice\. Copy or export/,
  'allocate.png': /needed more than 400 MiB of memory and was ended, twice\. Copy or export/,
};

function expectNamed(failures: readonly { readonly file: string | null; readonly message: string }[]): void {
  expect(failures.map(({ file }) => file).sort()).toEqual(ofPoisons);
  for (const { file, message } of failures) {
    expect(message).toMatch(WORDS[file ?? ''] ?? /^never$/);
    // What the process wrote last is for the log.
    expect(message).not.toContain('\n');
  }
}

it('an import takes the whole files and names the poisoned', async () => {
  const folder = writeSet('import', 100);
  arm(folder);
  const report = await checkImport(project.context, compute, { folder });
  expectNamed(report.problems.filter(({ code }) => code === 'unreadable-image'));
  expect(report.good.haemorrhage + report.good.none).toBe(WHOLE.length);
});

it('a study opens with the whole files and lists the poisoned as refused', async () => {
  const folder = writeSet('study', 200);
  arm(folder);
  rmSync(path.join(folder, 'labels.csv'));
  const opened = await openStudy(project.context, compute, { folder, reader: 'Ada' });
  const slices = [...slicesOfSources(project.context.store.db, [opened.sourceId])];
  const places = slicePlaces(project.context.store.db, slices);
  expect([...places.values()].map(({ file }) => file).sort()).toEqual(ofWhole);
  expectNamed(refusedFiles(opened.sourceId));
});

describe('slices that turn to poison once they are in', () => {
  let sliceIds: number[];
  let fileOf: (sliceId: number) => string | undefined;

  beforeAll(async () => {
    const folder = writeSet('later', 300);
    const { token } = await checkImport(project.context, compute, { folder });
    const { sourceId } = commitImport(project.context, { token, reader: 'Ada' });
    sliceIds = [...slicesOfSources(project.context.store.db, [sourceId])];
    const places = slicePlaces(project.context.store.db, sliceIds);
    fileOf = (sliceId) => places.get(sliceId)?.file;
    expect(sliceIds).toHaveLength(NAMES.length);
    arm(folder);
  });

  it('are named, and their neighbours go into the network', async () => {
    const { inputs, failures } = await networkInputs(project.context, compute, sliceIds, defaultPreprocessing(16));
    expect([...inputs.keys()].map(fileOf).sort()).toEqual(ofWhole);
    expectNamed(failures);
  });

  it('are named, and their neighbours are measured', async () => {
    const { statistics, failures } = await measureSlices(project.context, compute, sliceIds);
    expect([...statistics.keys()].map(fileOf).sort()).toEqual(ofWhole);
    expectNamed(failures);
  });

  it('have no thumbnail, and their neighbours have', async () => {
    const pictures = createPictures({ context: project.context, compute, thumbnailFolder: null });
    const made = await Promise.allSettled(sliceIds.map((sliceId) => pictures.thumbnail(sliceId)));
    const whole = sliceIds.filter((_, index) => made[index]?.status === 'fulfilled');
    expect(whole.map(fileOf).sort()).toEqual(ofWhole);
  });

  it('are named by a search for near-duplicates, which compares their neighbours', async () => {
    const { searched, failures } = await findNearDuplicates(project.context, compute, { reader: 'Ada' });
    expectNamed(failures);
    expect(searched).toBe(WHOLE.length);
    const unsearched = unsearchedAmong(project.context.store.db, sliceIds);
    expect(unsearched.map(fileOf).sort()).toEqual(ofPoisons);
    expect(project.entries('near-duplicates-searched').at(-1)).toMatchObject({ slices: 3, unread: POISONS.length });
  });
});

describe('one poisoned slice of a labelled set', () => {
  let own: TemporaryProject;
  let sliceIds: number[];
  let poisoned = 0;

  beforeAll(async () => {
    own = temporaryProject();
    const folder = path.join(own.folder, 'set');
    mkdirSync(folder);
    const names = ['throw', ...Array.from({ length: 16 }, (_, index) => `whole-${index}`)].map((name) => `${name}.png`);
    const rows = names.map((file, place) => {
      writeFileSync(
        path.join(folder, file),
        smallPhantomPng(500 + place, place % 2 === 0 ? 'intraparenchymal' : 'none'),
      );
      return `${file},${place % 2 === 0 ? 1 : 0}`;
    });
    writeFileSync(path.join(folder, 'labels.csv'), `file,label\n${rows.join('\n')}\n`);
    const { token } = await checkImport(own.context, compute, { folder });
    const { sourceId } = commitImport(own.context, { token, reader: 'Ada' });
    sliceIds = [...slicesOfSources(own.context.store.db, [sourceId])];
    const places = slicePlaces(own.context.store.db, sliceIds);
    poisoned = sliceIds.find((sliceId) => places.get(sliceId)?.file === 'throw.png') ?? 0;
    // As a slice that was labelled from a table and never shown: its pixels are not known yet.
    own.context.store.db.run('UPDATE slices SET pixel_sha256 = NULL WHERE id = :poisoned', { poisoned });
    arm(folder);
  });
  afterAll(() => own.remove());

  const freeze = async () => {
    const { failures } = await findNearDuplicates(own.context, compute, { reader: 'Ada' });
    await readyToFreeze(own.context, compute, failures);
    return freezeDataset(own.context, { note: null, reader: 'Ada' });
  };

  it('is refused by name while it is labelled, with what to do, and its neighbours are searched', async () => {
    await expect(freeze()).rejects.toMatchObject({
      code: 'slices-unreadable',
      message: expect.stringMatching(
        /^1 labelled slice .*nothing was frozen\. "throw\.png": .*libdecoder: bad marker.* Put the file back, or label the slice excluded; then freeze again\.$/,
      ),
    });
    const unnamed = readyToFreeze(own.context, compute, [], { named: false });
    await expect(unnamed).rejects.toMatchObject({
      message: expect.stringMatching(
        /^1 labelled slice .*frozen\. The search for near-duplicates names every file .* Put the file back/,
      ),
    });
    expect(listDatasetVersions(own.context.store.db)).toEqual([]);
    expect(unsearchedAmong(own.context.store.db, sliceIds)).toEqual([poisoned]);
    expect(await verifyAudit(own.context)).toMatchObject({ kind: 'whole' });
  });

  it('stops neither freeze nor split nor seal once it is excluded, and is counted', async () => {
    const read = { sliceId: poisoned, label: 'excluded', modelId: null, reason: null, reader: 'Ada' } as const;
    recordUnshownRead(own.context, read);
    const version = await freeze();
    expect(version.counts).toMatchObject({ haemorrhage: 8, none: 8, excluded: 0 });
    expect(own.entries('dataset-frozen')).toMatchObject([{ haemorrhage: 8, none: 8, excluded: 0, unread: 1 }]);
    const { members } = splitDataset(own.context, { datasetVersionId: version.id, seed: 1 });
    expect(members.map(({ sliceId }) => sliceId).sort()).toEqual(sliceIds.filter((id) => id !== poisoned).sort());
    // What is frozen already is known for the same.
    expect((await freeze()).id).toBe(version.id);
    expect(draftDataset(own.context)).toMatchObject({ unchanged: true, changes: [] });
    // Nothing is new, so nothing is compared anew.
    expect(own.entries('near-duplicates-searched')).toHaveLength(1);
    expect(() =>
      sealTestSet(own.context, { name: null, sourceId: null, draw: { share: 0.3, seed: 1 }, reader: 'Ada' }),
    ).not.toThrow(/not been searched/);
  });
});
