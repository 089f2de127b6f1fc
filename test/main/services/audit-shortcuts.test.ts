import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { auditShortcuts } from '../../../main/services/audit-shortcuts.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { datasetShortcuts, storedShortcuts } from '../../../main/services/dataset-shortcuts.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { measureSlices } from '../../../main/services/measure-slices.ts';
import { datasetMembers } from '../../../main/store/dataset-versions.ts';
import { dealFolds } from '../../../src/dataset/folds.ts';
import { sliceStatistics } from '../../../src/shortcuts/slice-statistics.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { HEAD_CT_FOLDER, hasHeadCt } from '../../support/shared-data.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
beforeAll(async () => {
  compute = await decodeCompute('audit-shortcuts');
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project.remove());

const fileOf = (label: string, index: number): string => path.join(project.folder, 'set', label, `${index}.png`);

/** A frozen version of heads that bleed and heads that do not, `each` of both. */
async function frozen(each: number): Promise<number> {
  for (const [label, kind, seed] of [
    ['yes', 'intraparenchymal', 10],
    ['no', 'none', 60],
  ] as const) {
    mkdirSync(path.join(project.folder, 'set', label), { recursive: true });
    for (let index = 0; index < each; index += 1)
      writeFileSync(fileOf(label, index), smallPhantomPng(seed + index, kind));
  }
  return importAndFreeze(path.join(project.folder, 'set'));
}

async function importAndFreeze(folder: string): Promise<number> {
  const report = await checkImport(project.context, compute, { folder });
  commitImport(project.context, { token: report.token });
  return freezeDataset(project.context, { note: null }).id;
}

/** Counts the slices that are measured, not taken from the store. */
function counting(): { client: Pick<ComputeClient, 'request'>; measured: () => number } {
  let measured = 0;
  const client: Pick<ComputeClient, 'request'> = {
    request: (name, input, options) => {
      if (name === 'slice-statistics') measured += 1;
      return compute.request(name, input, options);
    },
  };
  return { client, measured: () => measured };
}

describe('measuring slices', () => {
  it('measures in the decoding child what is measured here, once, and keeps it', async () => {
    const members = datasetMembers(project.context.store.db, await frozen(3));
    const sliceIds = members.map(({ sliceId }) => sliceId);
    const { client, measured } = counting();
    const told: number[][] = [];
    const first = await measureSlices(project.context, client, sliceIds, {
      onProgress: (done, total) => told.push([done, total]),
    });
    expect(told.at(-1)).toEqual([6, 6]);
    const [one] = sliceIds;
    const { header, image } = await compute.request('decode', { path: fileOf('no', 0), frame: 0 });
    const here = sliceStatistics(image, header, 0);
    expect([...first.statistics.values()]).toContainEqual(here);
    const again = await measureSlices(project.context, client, sliceIds);
    expect(measured()).toBe(6);
    expect(again.statistics.get(one ?? 0)).toEqual(first.statistics.get(one ?? 0));
  });

  it('names slices that cannot be read, and stops when it is cancelled', async () => {
    const members = datasetMembers(project.context.store.db, await frozen(2));
    const sliceIds = members.map(({ sliceId }) => sliceId);
    const abort = new AbortController();
    abort.abort();
    await expect(measureSlices(project.context, compute, sliceIds, { signal: abort.signal })).rejects.toThrow();
    rmSync(fileOf('yes', 0));
    writeFileSync(fileOf('no', 1), smallPhantomPng(99));
    const { statistics, failures } = await measureSlices(project.context, compute, sliceIds);
    expect(statistics.size).toBe(2);
    expect(failures.map(({ file, code }) => [file, code]).sort()).toEqual([
      ['no/1.png', 'changed'],
      ['yes/0.png', 'not-found'],
    ]);
  });
});

describe('the audit of a data set version', () => {
  it('is made on grouped folds, kept, and stands in the log', async () => {
    const datasetId = await frozen(10);
    expect(storedShortcuts(project.context, datasetId)).toBeNull();
    const made = await datasetShortcuts(project.context, compute, { datasetId, reader: 'Ada' });
    expect(made).toMatchObject({
      datasetName: 'v1',
      blocked: null,
      audit: { n: 20, folds: 5, repeats: 1, network: null },
    });
    expect(made.distributions.haemorrhage).toMatchObject({
      n: 10,
      coloured: 0,
      levels: { grey: { n: 10 }, HU: { n: 0 } },
    });
    expect(made.distributions.none.samples).toHaveLength(10);
    expect(storedShortcuts(project.context, datasetId)).toEqual(made);
    const again = await datasetShortcuts(project.context, compute, { datasetId, reader: 'Ada' });
    expect({ ...again, createdMs: 0 }).toEqual({ ...made, createdMs: 0 });
    const auc = made.audit?.classifiers.map(({ figures }) => figures.auc.value);
    expect(project.entries('shortcuts-audited')).toMatchObject([
      { reader: 'Ada', datasetVersion: 'v1', n: 20, pictureFactsAuc: auc?.[0], brainStatisticsAuc: auc?.[1] },
      { n: 20 },
    ]);
  });

  it('says why there is none where there are too few slices, and shows the distributions all the same', async () => {
    const datasetId = await frozen(3);
    const made = await datasetShortcuts(project.context, compute, { datasetId, reader: null });
    expect(made.audit).toBeNull();
    expect(made.blocked).toMatch(/Only 3 groups have slices labelled haemorrhage; 5 folds need/);
    expect(made.distributions.none.n).toBe(3);
    expect(storedShortcuts(project.context, datasetId)).toEqual(made);
  });

  it('leaves a slice that is gone out of the classifiers and of the network alike', async () => {
    const datasetId = await frozen(6);
    const members = datasetMembers(project.context.store.db, datasetId).map((member) => ({
      ...member,
      group: String(member.sliceId),
    }));
    const foldOf = dealFolds(
      members.map(({ sliceId, label, group }) => ({ key: String(sliceId), label, group })),
      { folds: 3, seed: 2 },
    );
    const folds = [members.map(({ sliceId }) => foldOf.get(String(sliceId)) ?? 0)];
    const network = [members.map(({ label }) => (label === 'haemorrhage' ? 0.8 : 0.2))];
    rmSync(fileOf('yes', 5));
    const audit = await auditShortcuts(project.context, compute, { members, folds, network });
    expect(audit).toMatchObject({ n: 11, folds: 3, missing: [{ file: 'yes/5.png' }] });
    expect(audit.network?.figures.accuracy).toMatchObject({ value: 1, n: 11 });
    expect(audit.network?.comparisons).toHaveLength(2);
    const short = auditShortcuts(project.context, compute, { members, folds: [[0, 1]], network: null });
    await expect(short).rejects.toMatchObject({ code: 'no-shortcut-audit' });
  });
});

describe.skipIf(!hasHeadCt)('every third of the public head-CT slices (skipped where they are not there)', () => {
  it('can be told better than by chance by their brightness', async () => {
    const all = datasetMembers(project.context.store.db, await importAndFreeze(HEAD_CT_FOLDER));
    const members = all
      .filter((_, index) => index % 3 === 0)
      .map((member) => ({ ...member, group: String(member.sliceId), key: String(member.sliceId) }));
    const foldOf = dealFolds(members, { folds: 5, seed: 1 });
    const folds = [members.map(({ key }) => foldOf.get(key) ?? 0)];
    const audit = await auditShortcuts(project.context, compute, { members, folds, network: null });
    expect(audit.n).toBe(50);
    expect(audit.classifiers[1]?.words).toMatch(/brightness and symmetry alone tell the label/);
  });
});
