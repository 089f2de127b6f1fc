import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { openCheckpoints } from '../../../main/compute/tensorflow/checkpoints.ts';
import type { TrainableWeights } from '../../../main/compute/tensorflow/trainable-weights.ts';
import { exportDataset } from '../../../main/services/export-dataset.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { makeBackup, writeCopy } from '../../../main/store/backups.ts';
import { keepDamaged, replaceDatabase } from '../../../main/store/replace-database.ts';
import { inferLayerShapes } from '../../../src/training/layer-shapes.ts';
import { TINY_NETWORK } from '../../support/blob-slices.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { heads, importPngs, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

// A killed process shows nothing of a sync that is missing, so the calls are watched: what is to be on the disk before a name says
// that it is there, and the name before the call returns.

/** Syncs, renames and removals in order, by the last part of the name; unfinished work by the name that it is to have. */
const calls: string[] = [];
const nameOf = (file: unknown): string =>
  path.basename(String(file)).replace(/^\.(.*)\.overread-.*\.partial$/, 'unfinished $1');

const { openSync, open, fsync, fsyncSync, renameSync, rmSync } = fs;
const original = { openSync, open, fsync, fsyncSync, renameSync, rmSync };
const originalPromises = { open: fs.promises.open, rename: fs.promises.rename };
const opened = new Map<number, string>();

beforeAll(() => {
  Object.assign(fs, {
    openSync: (...args: Parameters<typeof fs.openSync>) => {
      const handle = original.openSync(...args);
      opened.set(handle, nameOf(args[0]));
      return handle;
    },
    // As a stream opens and syncs its file.
    open: (file: fs.PathLike, flags: fs.OpenMode, mode: fs.Mode, done: (error: Error | null, handle: number) => void) =>
      original.open(file, flags, mode, (error, handle) => {
        opened.set(handle, nameOf(file));
        done(error, handle);
      }),
    fsync: (handle: number, done: fs.NoParamCallback) => {
      calls.push(`fsync ${opened.get(handle)}`);
      original.fsync(handle, done);
    },
    fsyncSync: (handle: number) => {
      calls.push(`fsync ${opened.get(handle)}`);
      original.fsyncSync(handle);
    },
    renameSync: (from: string, to: string) => {
      calls.push(`rename ${nameOf(from)}`);
      original.renameSync(from, to);
    },
    rmSync: (file: string, options?: fs.RmOptions) => {
      calls.push(`rm ${nameOf(file)}`);
      original.rmSync(file, options);
    },
  });
  Object.assign(fs.promises, {
    open: async (...args: Parameters<typeof fs.promises.open>) => {
      const handle = await originalPromises.open(...args);
      const sync = handle.sync.bind(handle);
      handle.sync = () => {
        calls.push(`fsync ${nameOf(args[0])}`);
        return sync();
      };
      return handle;
    },
    rename: (from: string, to: string) => {
      calls.push(`rename ${nameOf(from)}`);
      return originalPromises.rename(from, to);
    },
  });
  syncBuiltinESMExports();
});
afterAll(() => {
  Object.assign(fs, original);
  Object.assign(fs.promises, originalPromises);
  syncBuiltinESMExports();
});

let folder: string;
beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(tmpdir(), 'overread-syncs-')), 'P');
  fs.mkdirSync(folder);
});
afterEach(() => {
  fs.rmSync(path.dirname(folder), { recursive: true, force: true });
});

describe('what a data set export copies', () => {
  let compute: ComputeClient;
  let project: TemporaryProject;
  beforeAll(async () => {
    vi.setConfig({ testTimeout: 120_000 });
    compute = await decodeCompute('syncs');
    project = temporaryProject();
    await importPngs(project, compute, writeLabelledPngs(path.join(project.folder, 'set'), heads(1, 4)));
  }, 120_000);
  afterAll(() => {
    compute.close();
    project.remove();
  });

  it('is on the disk, every picture, before the folder takes its name', async () => {
    const { id } = freezeDataset(project.context, { note: null });
    calls.length = 0;
    await exportDataset(project.context, compute, { datasetId: id, folder, images: 'copy' });
    const named = calls.indexOf('rename unfinished overread-dataset-v1');
    expect(named).toBeGreaterThan(0);
    const before = calls.slice(0, named);
    const pictures = before.filter((call) => /^fsync .*\.png$/.test(call));
    expect(new Set(pictures).size).toBe(4);
    expect(before).toContain('fsync images');
    expect(calls[named + 1]).toBe('fsync P');
  });
});

it('a checkpoint is on the disk before it takes its name, and its name before the training goes on', async () => {
  const news: (string | null)[] = [];
  const checkpoints = await openCheckpoints({
    ...{ folder, everyMs: 0, architecture: TINY_NETWORK, jobSha256: 'a'.repeat(64), resume: false },
    onSaved: ({ error }) => news.push(error),
  });
  const sizes = inferLayerShapes(TINY_NETWORK)
    .flatMap((layer) => layer.weights)
    .map(({ shape }) => shape.reduce((size, side) => size * side, 1));
  const weights = { readPart: (index: number) => new Float32Array(sizes[index] ?? 0) } as unknown as TrainableWeights;
  const state = {
    ...{ member: 0, epoch: 1, step: 1, stepsDone: 1, roundMs: 5, sums: { loss: 1, correct: 1, outputSpread: 1 } },
    ...{ epochs: [], outputSpreads: [], earlierEpochs: [] },
  };
  calls.length = 0;
  await checkpoints.save(state, weights);
  expect(news).toEqual([null]);
  expect(calls).toEqual([
    'fsync unfinished checkpoint.safetensors',
    'rename unfinished checkpoint.safetensors',
    'fsync P',
  ]);
});

describe('a copy of the database', () => {
  let project: TemporaryProject;
  beforeEach(() => {
    project = temporaryProject();
    calls.length = 0;
  });
  afterEach(() => project.remove());

  it('as a backup is on the disk before it takes its name, and its name before the call returns', () => {
    const { db, folder: own } = project.context.store;
    const { name } = makeBackup(db, own, 'asked');
    const made = calls.filter((call) => !call.startsWith('rm '));
    expect(made).toEqual(['fsync project', `fsync unfinished ${name}`, `rename unfinished ${name}`, 'fsync backups']);
  });

  it('takes the place of the old one after the old log is gone for good, and is there before the call returns', () => {
    const copy = path.join(folder, 'copy.db');
    writeCopy(project.context.store.db, copy);
    expect(calls.at(-1)).toBe('fsync copy.db');
    calls.length = 0;
    replaceDatabase(folder, copy);
    expect(calls).toEqual(['rm project.db-wal', 'rm project.db-shm', 'fsync P', 'rename copy.db', 'fsync P']);
  });

  it('that is damaged is kept on the disk, with its log, before anything takes its place', () => {
    for (const name of ['project.db', 'project.db-wal']) fs.writeFileSync(path.join(folder, name), 'x');
    const kept = keepDamaged(folder, new Date(0));
    expect(calls).toEqual(['fsync project.db', 'fsync project.db-wal', `fsync ${kept}`, 'fsync P']);
  });
});
