import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { measureSlices } from '../../../main/services/measure-slices.ts';
import { networkInputs } from '../../../main/services/network-inputs.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { createPictures } from '../../../main/services/pictures.ts';
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

  it('end a search for near-duplicates by the name of one, since nobody can tell what it is a copy of', async () => {
    const search = findNearDuplicates(project.context, compute, { reader: null });
    await expect(search).rejects.toThrow(/^"(spin|throw|abort|allocate)\.png": /);
  });
});
