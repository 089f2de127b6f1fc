import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { storeOwnSplit } from '../../../main/services/own-split.ts';
import { prepareTraining } from '../../../main/services/prepare-training.ts';
import { type DatasetSplit, loadSplit, splitDataset } from '../../../main/services/split-dataset.ts';
import { leaksBetween } from '../../../main/services/split-leaks.ts';
import { insertPair } from '../../../main/store/near-duplicates.ts';
import type { SplitPart } from '../../../src/dataset/split.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { headPicture, heads, importPngs, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { resized } from '../../support/slice-copies.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
let ids: number[];
let datasetId: number;
beforeAll(async () => {
  compute = await decodeCompute('split-leaks');
});
afterAll(() => compute.close());

/** Twenty heads, and as 020 a copy of 006. */
beforeEach(async () => {
  project = temporaryProject();
  const pictures = [...heads(1, 20), { picture: resized(headPicture(7), 0.8), haemorrhage: true }];
  ({ ids } = await importPngs(project, compute, writeLabelledPngs(path.join(project.folder, 'set'), pictures)));
  await findNearDuplicates(project.context, compute, { reader: 'Ada' });
  datasetId = freezeDataset(project.context, { note: null }).id;
});
afterEach(() => project.remove());

const at = (index: number): number => ids[index] ?? 0;
const partOf = (split: DatasetSplit, sliceId: number) =>
  split.members.find((member) => member.sliceId === sliceId)?.part;
const anyIn = (split: DatasetSplit, part: SplitPart): number =>
  split.members.find((member) => member.part === part && !member.group.includes(' '))?.sliceId ?? 0;

/** As if a later search had found these two to be one picture. */
const tie = (a: number, b: number): void => {
  const pair = { a, b, kind: 'resized' as const, changes: ['resized' as const], score: 0.91, foundMs: 1 };
  insertPair(project.context.store.db, pair);
};
const train = (splitId?: number) =>
  prepareTraining(project.context, {
    datasetId,
    architecture: 'lenet',
    settings: { seed: 3, rounds: 1 },
    reader: 'Ada',
    splitId,
  });

describe('a known split', () => {
  it('is used again while it is clean', () => {
    const split = splitDataset(project.context, { datasetVersionId: datasetId, seed: 1 });
    expect(splitDataset(project.context, { datasetVersionId: datasetId, seed: 2 }).id).toBe(split.id);
    expect(train().remarks).toEqual([]);
    expect(partOf(split, at(6))).toBe(partOf(split, at(20)));
  });

  it('that leaks is not used again: a new one extends it, says so with the pairs, and is logged', () => {
    const split = splitDataset(project.context, { datasetVersionId: datasetId, seed: 1 });
    const [taught, held] = [anyIn(split, 'training'), anyIn(split, 'held-out')];
    tie(taught, held);
    const { run, remarks } = train();
    expect(run.splitId).not.toBe(split.id);
    const dealt = loadSplit(project.context, run.splitId);
    expect([partOf(dealt, taught), partOf(dealt, held)]).toEqual(['held-out', 'held-out']);
    expect(leaksBetween(project.context, dealt.members)).toEqual([]);
    for (const { sliceId, part } of split.members) {
      if (sliceId !== taught) expect(partOf(dealt, sliceId)).toBe(part);
    }
    expect(remarks.join(' ')).toMatch(
      /\.png \(.+\) and .+\.png \(.+\): near-duplicate, score 0\.91.+A new one was dealt/,
    );
    expect(project.entries('split-replaced')).toMatchObject([
      { datasetVersion: 'v1', leakingPairs: 1, sealedApart: 0 },
    ]);
    expect(splitDataset(project.context, { datasetVersionId: datasetId, seed: 9 }).id).toBe(dealt.id);
  });

  it('that is asked for and leaks is refused before anything is stored, with the files and the remedy', () => {
    const split = splitDataset(project.context, { datasetVersionId: datasetId, seed: 1 });
    expect(train(split.id).run.splitId).toBe(split.id);
    tie(anyIn(split, 'training'), anyIn(split, 'held-out'));
    expect(() => train(split.id)).toThrow(
      /The split leaks: 1 pair .+head_ct\/\d+\.png \((training|held-out)\) and head_ct\/\d+\.png.+near-duplicate.+Leave the split out/,
    );
    expect(project.entries('training-started')).toHaveLength(1);
  });
});

describe("a person's own split", () => {
  const table = (partAt: (index: number) => string): string =>
    `file,part\n${ids.map((_, index) => `head_ct/${String(index).padStart(3, '0')}.png,${partAt(index)}`).join('\n')}\n`;
  const third = (index: number): string =>
    ['training', 'training', 'held-out', 'validation'][Math.floor(index / 2) % 4] ?? '';
  const store = (text: string): number => storeOwnSplit(project.context, { datasetId, text, reader: 'Ada' });

  it('is used as it is', () => {
    const splitId = store(table((index) => third(index === 20 ? 6 : index)));
    const { run, members } = train(splitId);
    expect(run.splitId).toBe(splitId);
    expect(members.find(({ sliceId }) => sliceId === at(20))?.part).toBe('validation');
    expect(project.entries('split-given')).toMatchObject([{ training: 12, validation: 5, heldOut: 4, reader: 'Ada' }]);
    // The version's own split is Overread's: it extends the parts, but is not this one.
    const dealt = splitDataset(project.context, { datasetVersionId: datasetId, seed: 1 });
    expect(dealt.id).not.toBe(splitId);
    expect(dealt.members.map(({ part }) => part)).toEqual(members.map(({ part }) => part));
  });

  it('that leaks is refused with the pairs, and nothing is stored', () => {
    const text = table((index) => (index === 20 ? 'training' : third(index)));
    expect(() => store(text)).toThrow(
      /1 pair of slices.+head_ct\/006\.png \(validation\).+near-duplicate, score 0\.\d\d.+Put the slices of each pair into one part/,
    );
    expect(project.entries('split-given')).toEqual([]);
    expect(splitDataset(project.context, { datasetVersionId: datasetId, seed: 1 }).replaced).toBeUndefined();
  });

  it('names every slice once', () => {
    expect(() => store(table(third).replace(/.*019.*\n/, ''))).toThrow(/leaves out 1 slices.+019\.png/);
    expect(() => store(table(third).replace('019', '919'))).toThrow(/"head_ct\/919\.png" frame 0 is no slice/);
    expect(() => store('file,part\na,b\n')).toThrow(/"b" is not a part/);
  });

  it('never teaches what was held out before', () => {
    const split = splitDataset(project.context, { datasetVersionId: datasetId, seed: 1 });
    const held = new Set(split.members.filter(({ part }) => part === 'held-out').map(({ sliceId }) => sliceId));
    expect(() => store(table(() => 'training'))).toThrow(
      new RegExp(`${held.size} slices that an earlier split held out`),
    );
  });
});
