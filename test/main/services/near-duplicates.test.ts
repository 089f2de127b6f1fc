import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { findNearDuplicates, isSearched } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { judgeNearDuplicate } from '../../../main/services/judge-near-duplicate.ts';
import { listNearDuplicates } from '../../../main/services/list-near-duplicates.ts';
import { lookAlikeLinks } from '../../../main/services/look-alike-links.ts';
import { recordUnshownRead } from '../../../main/services/record-read.ts';
import { splitDataset } from '../../../main/services/split-dataset.ts';
import { findDatasetVersion } from '../../../main/store/dataset-versions.ts';
import { linkedSlices } from '../../../main/store/grouping.ts';
import { groupKeys } from '../../../src/dataset/split.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { headPicture, heads, importPngs, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { HEAD_CT_FOLDER, hasHeadCt } from '../../support/shared-data.ts';
import { mirrored, resized, windowed } from '../../support/slice-copies.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
beforeAll(async () => {
  compute = await decodeCompute('near-duplicates');
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project.remove());

const ADA = { reader: 'Ada' };
const search = () => findNearDuplicates(project.context, compute, ADA);
const importAs = (name: string, pictures: Parameters<typeof writeLabelledPngs>[1]) =>
  importPngs(project, compute, writeLabelledPngs(path.join(project.folder, name), pictures));

/** Twelve heads; 012 is a smaller copy of 002, 013 a mirrored one of it in another window. */
const withCopies = () => [
  ...heads(1, 12),
  { picture: resized(headPicture(3), 0.8), haemorrhage: true },
  { picture: windowed(mirrored(headPicture(3)), 1.4, 0.05), haemorrhage: true },
];

const groupOf = (ids: readonly number[]): Map<number, string> => {
  const linked = linkedSlices(project.context.store.db, ids);
  const keys = groupKeys(linked);
  return new Map(linked.map(({ sliceId }, index) => [sliceId, keys[index] ?? '']));
};

describe('the search for near-duplicates', () => {
  it('is needed before a split, finds copies, and ties them together until they are rejected', async () => {
    const { ids } = await importAs('set', withCopies());
    const version = freezeDataset(project.context, { note: null });
    const split = () => splitDataset(project.context, { datasetVersionId: version.id, seed: 1 });
    expect(split).toThrow(/14 slices have not been searched for near-duplicates/);

    const messages = new Set<string>();
    const onProgress = ({ message }: { message: string }) => messages.add(message);
    const outcome = await findNearDuplicates(project.context, compute, ADA, { onProgress });
    expect([...messages]).toEqual(['Looking at slices', 'Comparing slices']);
    expect(outcome.searched).toBe(14);
    const { pairs, groups, sharedGroups, slicesInSharedGroups } = listNearDuplicates(project.context);
    const files = pairs.map(({ a, b }) =>
      [a.file, b.file]
        .sort()
        .map((file) => file.slice(8, 11))
        .join(' '),
    );
    expect(files.sort()).toEqual(['002 012', '002 013', '012 013']);
    expect(pairs.every(({ status, score }) => status === 'candidate' && score > 0.88)).toBe(true);
    expect({ groups, sharedGroups, slicesInSharedGroups }).toEqual({
      groups: 12,
      sharedGroups: 1,
      slicesInSharedGroups: 3,
    });
    expect(project.entries('near-duplicates-searched')).toMatchObject([{ reader: 'Ada', slices: 14, found: 3 }]);

    const parts = new Map(split().members.map(({ sliceId, part }) => [sliceId, part]));
    expect(new Set([2, 12, 13].map((index) => parts.get(ids[index] ?? 0))).size).toBe(1);
    for (const { id } of pairs) judgeNearDuplicate(project.context, { pairId: id, verdict: 'rejected', ...ADA });
    expect(new Set(groupOf(ids).values()).size).toBe(14);
  });

  it('compares what is new with what was searched, keeps judgements, and says nothing twice', async () => {
    await importAs('set', heads(1, 6));
    expect(await search()).toEqual({ searched: 6, found: 0, failures: [] });
    expect(await search()).toEqual({ searched: 0, found: 0, failures: [] });
    rmSync(path.join(project.folder, 'set'), { recursive: true });
    await importAs('later', [{ picture: resized(headPicture(4), 1.3), haemorrhage: false }]);
    expect(isSearched(project.context)).toBe(false);
    expect(await search()).toMatchObject({ searched: 7, found: 1 });
    const [pair] = listNearDuplicates(project.context).pairs;
    expect(pair).toMatchObject({ kind: 'resized', status: 'candidate' });
    judgeNearDuplicate(project.context, { pairId: pair?.id ?? 0, verdict: 'confirmed', ...ADA });
    await importAs('more', heads(20, 2));
    expect(await search()).toMatchObject({ searched: 9, found: 0 });
    expect(listNearDuplicates(project.context).pairs[0]).toMatchObject({ status: 'confirmed', reader: 'Ada' });
    expect(project.entries('near-duplicates-searched')).toHaveLength(3);
  });

  it('can be given up, and says which file is gone', async () => {
    await importAs('set', heads(1, 5));
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    await expect(
      findNearDuplicates(project.context, compute, ADA, { signal: abort.signal, onProgress }),
    ).rejects.toThrow();
    expect(isSearched(project.context)).toBe(false);
    expect(project.entries('near-duplicates-searched')).toEqual([]);
    rmSync(path.join(project.folder, 'set', 'head_ct', '004.png'));
    const { searched, failures } = await search();
    expect(searched).toBe(4);
    expect(failures).toMatchObject([
      { file: 'head_ct/004.png', message: expect.stringMatching(/004\.png" is not in/) },
    ]);
    expect(isSearched(project.context)).toBe(false);
  });

  it('ties a patient together through a copy that was excluded', async () => {
    const { ids } = await importAs('set', withCopies());
    await search();
    const [first = 0, copy = 0, other = 0] = [ids[2], ids[12], ids[7]];
    const { db } = project.context.store;
    db.run("UPDATE slices SET patient_pseudonym = 'p' WHERE id IN (:copy, :other)", { copy, other });
    recordUnshownRead(project.context, { sliceId: copy, label: 'excluded', modelId: null, reason: null, ...ADA });
    const groups = groupOf([first, other, ids[0] ?? 0]);
    expect(groups.get(first)).toBe(groups.get(other));
    expect(groups.get(ids[0] ?? 0)).not.toBe(groups.get(first));
  });

  it('stands in the manifest as the group', async () => {
    await importAs('set', withCopies());
    await search();
    const { id } = freezeDataset(project.context, { note: null });
    const groups = findDatasetVersion(project.context.store.db, id)?.manifest.provenance.map(({ group }) => group);
    expect(new Set(groups).size).toBe(12);
  });

  it.skipIf(!hasHeadCt)('finds 8 groups among the public slices (skipped where they are not there)', async () => {
    await importPngs(project, compute, HEAD_CT_FOLDER);
    await search();
    const { pairs, sharedGroups, groups } = listNearDuplicates(project.context);
    expect({ sharedGroups, groups }).toEqual({ sharedGroups: 8, groups: 141 });
    expect(pairs.filter(({ kind }) => kind === 'exact')).toHaveLength(1);
  });
});

describe('a judgement', () => {
  it('can be taken back, is logged each time, and needs a name', async () => {
    await importAs('set', withCopies());
    await search();
    const pairId = listNearDuplicates(project.context).pairs[0]?.id ?? 0;
    const judge = (verdict: 'candidate' | 'confirmed' | 'rejected', reader = 'Ada') =>
      judgeNearDuplicate(project.context, { pairId, verdict, reader });
    expect(() => judge('rejected', ' ')).toThrow(/Enter your name/);
    expect(judge('rejected')).toMatchObject({ status: 'rejected', reader: 'Ada', judgedMs: expect.any(Number) });
    judge('rejected');
    expect(judge('candidate')).toMatchObject({ status: 'candidate', reader: null, judgedMs: null });
    expect(project.entries('near-duplicate-judged').map(({ before, after }) => [before, after])).toEqual([
      ['candidate', 'rejected'],
      ['rejected', 'candidate'],
    ]);
    expect(() => project.context.store.db.run('DELETE FROM near_duplicates')).toThrow(/never taken away/);
    expect(() => judgeNearDuplicate(project.context, { pairId: 99, verdict: 'confirmed', ...ADA })).toThrow(
      /no near-dup/,
    );
  });

  it('cannot tell apart what has the same pixels', async () => {
    const rgb = (picture: ReturnType<typeof headPicture>) => ({ picture, haemorrhage: false });
    await importAs('set', [rgb(headPicture(2)), rgb(headPicture(4))]);
    const { db } = project.context.store;
    // The same picture in a file of other bytes: its pixel hash is that of the first.
    db.run('UPDATE slices SET pixel_sha256 = (SELECT pixel_sha256 FROM slices ORDER BY id LIMIT 1)');
    await search();
    const [pair] = listNearDuplicates(project.context).pairs;
    expect(pair).toMatchObject({ kind: 'exact', score: 1 });
    const request = { pairId: pair?.id ?? 0, verdict: 'rejected' as const, ...ADA };
    expect(() => judgeNearDuplicate(project.context, request)).toThrow(/same pixels/);
  });
});

describe('runs that look like one head', () => {
  it('are offered as links between neighbours of one source', async () => {
    const { ids } = await importAs('set', [
      { picture: headPicture(1), haemorrhage: true },
      { picture: resized(headPicture(1), 0.9), haemorrhage: true },
      ...heads(5, 3),
    ]);
    const links = await lookAlikeLinks(project.context, compute, ids);
    expect(links.get(ids[0] ?? 0)).toMatch(/^run:/);
    expect(links.get(ids[1] ?? 0)).toBe(links.get(ids[0] ?? 0));
    expect(links.get(ids[4] ?? 0)).not.toBe(links.get(ids[0] ?? 0));
  });
});
