import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { describeRoles } from '../../../main/services/describe-roles.ts';
import { developmentMembers, sortByRole } from '../../../main/services/development-slices.ts';
import { evaluateModel } from '../../../main/services/evaluate-model.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { openTestSet, takenLook } from '../../../main/services/open-test-set.ts';
import { predictSource } from '../../../main/services/predict-source.ts';
import { prepareTraining } from '../../../main/services/prepare-training.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { promoteModel } from '../../../main/services/promote-model.ts';
import { recordRead, recordUnshownRead } from '../../../main/services/record-read.ts';
import { type SealRequest, sealTestSet } from '../../../main/services/seal-test-set.ts';
import { createSliceExplainer } from '../../../main/services/slice-explainer.ts';
import { sliceHeatmap } from '../../../main/services/slice-heatmap.ts';
import { loadSplit, splitDataset } from '../../../main/services/split-dataset.ts';
import { trainAndMeasure } from '../../../main/services/train-and-measure.ts';
import { insertPair } from '../../../main/store/near-duplicates.ts';
import { insertPredictions } from '../../../main/store/predictions.ts';
import { usedSlices } from '../../../main/store/used-slices.ts';
import { HEATMAP_METHODS } from '../../../src/explanation/heatmap-method.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { headPicture, heads, importPngs, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { resized } from '../../support/slice-copies.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
beforeAll(async () => {
  const hostsFolder = await bundleComputeHosts('test-sets', REAL_HOSTS);
  compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project.remove());

const importAs = (name: string, pictures: Parameters<typeof writeLabelledPngs>[1]) =>
  importPngs(project, compute, writeLabelledPngs(path.join(project.folder, name), pictures));
const search = () => findNearDuplicates(project.context, compute, { reader: 'Ada' });
const seal = (request: Partial<SealRequest>) =>
  sealTestSet(project.context, { name: null, sourceId: null, draw: null, reader: 'Ada', ...request });
const freeze = () => freezeDataset(project.context, { note: null });

async function trained(seed: number): Promise<number> {
  const request = {
    datasetId: freeze().id,
    architecture: 'lenet' as const,
    settings: { rounds: 1, seed },
    reader: 'Ada',
  };
  const { modelId } = await trainAndMeasure(project.context, compute, prepareTraining(project.context, request));
  return modelId ?? 0;
}

const rootRow = z.object({ root: z.string() });

describe('sealing', () => {
  it('fixes a whole source by a hash of its slices and labels, counted and logged', async () => {
    await importAs('development', heads(1, 8));
    const { sourceId, ids } = await importAs('external', heads(21, 6));
    expect(() => seal({ sourceId })).toThrow(/6 slices have not been searched/);
    await search();
    const sealed = seal({ sourceId });
    expect(sealed).toMatchObject({
      name: 'T1',
      slices: 6,
      origin: { kind: 'source', source: 'external' },
      leftOut: { aiSeen: 0, inBulk: 0, noLabel: 0, sealed: 0, used: 0 },
      predictedBefore: 0,
    });
    expect(sealed.manifestSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(project.entries('test-sealed')).toMatchObject([
      { testSet: 'T1', manifestSha256: sealed.manifestSha256, haemorrhage: 3, none: 3, reader: 'Ada' },
    ]);
    const members = developmentMembers(project.context, freeze().id);
    expect(members).toHaveLength(8);
    expect(members.some(({ sliceId }) => ids.includes(sliceId))).toBe(false);
    expect(() => seal({ sourceId })).toThrow(/No slice can be sealed/);
  });

  it('draws a share of each label in whole groups, the same with the same seed', async () => {
    await importAs('set', [
      ...heads(1, 20),
      { picture: resized(headPicture(3), 0.8), haemorrhage: true },
      { picture: resized(headPicture(4), 0.8), haemorrhage: false },
    ]);
    await search();
    const sealed = seal({ draw: { share: 0.3, seed: 5 }, name: 'Hold' });
    expect(sealed).toMatchObject({ name: 'Hold', origin: { kind: 'share', source: null, share: 0.3, seed: 5 } });
    expect(sealed.slices).toBeGreaterThanOrEqual(6);
    const { development, sealed: apart, tied } = sortByRole(project.context, freeze().id);
    expect(tied).toEqual([]);
    expect(apart).toHaveLength(sealed.slices);
    expect(development.length + apart.length).toBe(22);
    expect(() => seal({ draw: { share: 0.5, seed: 1 }, name: 'Hold' })).toThrow(/There is a test set Hold already/);
    expect(seal({ draw: { share: 1, seed: 1 } }).slices).toBe(development.length);
    expect(() => seal({ draw: { share: 1.5, seed: 1 } })).toThrow(/at most 1/);
    expect(() => seal({})).toThrow(/which source/);
  });

  it('is refused for slices that a split has used, and for all that hangs together with them', async () => {
    const used = await importAs('development', heads(1, 12));
    await search();
    splitDataset(project.context, { datasetVersionId: freeze().id, seed: 1 });
    expect(() => seal({ sourceId: used.sourceId })).toThrow(/12 slices of this source cannot be sealed.+000\.png/);
    const { sourceId } = await importAs('later', [
      ...heads(21, 6),
      { picture: resized(headPicture(2), 0.8), haemorrhage: false },
    ]);
    await search();
    expect(() => seal({ sourceId })).toThrow(/1 slices of this source.+006\.png.+Seal a share instead/);
    const sealed = seal({ sourceId, draw: { share: 1, seed: 1 } });
    expect(sealed).toMatchObject({ slices: 6, leftOut: { used: 1 } });
    const { db } = project.context.store;
    expect(usedSlices(db).size).toBe(12);
    const slice = { id: used.ids[0] ?? 0 };
    expect(() => db.run("INSERT INTO test_set_slices VALUES (:id, 1, 'none', 'g')", slice)).toThrow(/sealed/);
  });

  it('leaves out labels that were given with the AI in view, and what has no label that scores', async () => {
    await importAs('development', heads(1, 12));
    await search();
    const modelId = await trained(1);
    const { sourceId, ids } = await importAs('later', heads(21, 8));
    await predictSource(project.context, compute, { sourceId, modelId, reader: 'Ada' });
    const [seen = 0, blind = 0, unsure = 0] = ids;
    const { presentationId } = presentSlice(project.context, {
      ...{ sliceId: seen, reader: 'Ada', modelId, predictionVisible: true },
    });
    const shown = listWorklist(project.context, { sourceId }).items;
    const other = shown[0]?.currentLabel === 'none' ? 'haemorrhage' : 'none';
    recordRead(project.context, { presentationId: presentationId ?? 0, intent: other, reason: null, confidence: null });
    const read = { modelId: null, reason: null, reader: 'Bea' };
    recordUnshownRead(project.context, {
      sliceId: blind,
      label: shown[1]?.currentLabel === 'none' ? 'haemorrhage' : 'none',
      ...read,
    });
    recordUnshownRead(project.context, { sliceId: unsure, label: 'unsure', ...read });
    await search();
    const sealed = seal({ sourceId });
    expect(sealed).toMatchObject({
      slices: 6,
      leftOut: { aiSeen: 1, inBulk: 0, noLabel: 1, sealed: 0, used: 0 },
      predictedBefore: 6,
    });
    // What the model had said of them before is not shown any more until the set is opened.
    const items = listWorklist(project.context, { sourceId }).items;
    expect(items.filter(({ prediction }) => prediction !== null)).toHaveLength(2);
    expect(items[3]?.notPredictable).toEqual({
      code: 'sealed',
      message: 'Sealed in test set T1: predicted only when that is opened.',
    });
  });

  it('is for good: nothing is taken out, put in, changed or moved to development', async () => {
    const { ids } = await importAs('set', heads(1, 8));
    await search();
    seal({ draw: { share: 0.5, seed: 1 } });
    const { db } = project.context.store;
    const free = { id: developmentMembers(project.context, freeze().id)[0]?.sliceId ?? 0 };
    const sealed = {
      id: ids.find((id) => !developmentMembers(project.context, 1).some(({ sliceId }) => sliceId === id)) ?? 0,
    };
    for (const [sql, parameters, why] of [
      ['DELETE FROM test_set_slices', {}, /never becomes development/],
      ["UPDATE test_set_slices SET label = 'none'", {}, /stays as it is/],
      ['DELETE FROM test_sets', {}, /for good/],
      ["UPDATE test_sets SET name = 'x'", {}, /for good/],
      ["INSERT INTO test_set_slices VALUES (:id, 1, 'none', 'g')", free, /nothing is added/],
      ["INSERT OR REPLACE INTO test_set_slices VALUES (:id, 1, 'none', 'g')", sealed, /sealed|nothing is added/],
      ['INSERT OR REPLACE INTO test_sets SELECT * FROM test_sets', {}, /for good/],
    ] as const) {
      expect(() => db.run(sql, parameters), sql).toThrow(why);
    }
    splitDataset(project.context, { datasetVersionId: 1, seed: 1 });
    expect(() => db.run("INSERT INTO split_slices VALUES (1, :id, 'g', 'training')", sealed)).toThrow(/never enters/);
  });

  it('reports a new slice that hangs together with a sealed one, and never trains on it', async () => {
    await importAs('set', heads(1, 20));
    await search();
    const { sourceId } = await importAs('external', heads(31, 4));
    await search();
    seal({ sourceId });
    await importAs('later', [{ picture: resized(headPicture(32), 0.8), haemorrhage: false }]);
    await search();
    const { tied } = sortByRole(project.context, freeze().id);
    expect(tied).toMatchObject([{ testSet: 'T1' }]);
    expect(describeRoles(project.context).tied).toMatchObject([{ file: 'head_ct/000.png', testSet: 'T1' }]);
    const request = { datasetId: 1, architecture: 'lenet' as const, settings: { rounds: 1, seed: 1 }, reader: 'Ada' };
    const { members, remarks } = prepareTraining(project.context, request);
    expect(members).toHaveLength(20);
    expect(remarks.join(' ')).toMatch(
      /4 slices are sealed.+1 slices hang together with a sealed test set.+000\.png \(T1\)/,
    );
  });

  it('makes a known split that is tied to it later unusable', async () => {
    const { ids } = await importAs('set', heads(1, 20));
    await search();
    const { sourceId, ids: external } = await importAs('external', heads(31, 4));
    const version = freeze();
    await search();
    seal({ sourceId });
    const split = splitDataset(project.context, { datasetVersionId: version.id, seed: 1 });
    const pair = { a: ids[0] ?? 0, b: external[0] ?? 0, kind: 'resized' as const, changes: [], score: 0.9, foundMs: 1 };
    insertPair(project.context.store.db, pair);
    const request = {
      datasetId: version.id,
      architecture: 'lenet' as const,
      settings: { rounds: 1, seed: 1 },
      reader: 'Ada',
    };
    expect(() => prepareTraining(project.context, { ...request, splitId: split.id })).toThrow(
      /hang together with a sealed/,
    );
    const { members, remarks } = prepareTraining(project.context, request);
    expect(members.some(({ sliceId }) => sliceId === ids[0])).toBe(false);
    expect(remarks.join(' ')).toMatch(/1 of its slices hang together with a sealed test set/);
  });
});

describe('a sealed test set', () => {
  it('is not called tied to training by a slice of a source that the model did not learn from', async () => {
    const home = await importAs('home', heads(1, 16));
    const away = await importAs('away', heads(41, 16));
    const { sourceId, ids } = await importAs('external', heads(31, 4));
    await search();
    const { id: testSetId } = seal({ sourceId });
    const prepared = prepareTraining(project.context, {
      datasetId: freeze().id,
      architecture: 'lenet',
      settings: { rounds: 1, seed: 1 },
      sourceIds: [home.sourceId],
      reader: 'Ada',
    });
    await trainAndMeasure(project.context, compute, prepared);
    const tie = (a: number, b: number) =>
      insertPair(project.context.store.db, { a, b, kind: 'resized', changes: [], score: 0.9, foundMs: 1 });
    const parts = new Map(
      loadSplit(project.context, prepared.run.splitId).members.map(({ sliceId, part }) => [sliceId, part]),
    );
    const taughtOf = (all: readonly number[]) => all.find((id) => parts.get(id) === 'training') ?? 0;
    tie(ids[0] ?? 0, taughtOf(away.ids));
    const request = { testSetId, modelId: null, reader: 'Ada' };
    const measured = await openTestSet(project.context, compute, request);
    expect(measured.warnings.join(' ')).not.toMatch(/hang together/);
    tie(ids[1] ?? 0, taughtOf(home.ids));
    tie(ids[2] ?? 0, taughtOf(home.ids));
    expect(takenLook(project.context, { testSetId, look: 1 }).warnings.join(' ')).toMatch(/2 of its slices hang/);
  }, 60_000);

  it('is predicted nowhere before it is opened; every look is counted, logged and headed', async () => {
    const development = await importAs('development', heads(1, 16));
    const { sourceId, ids } = await importAs('external', heads(31, 6));
    await search();
    const { id: testSetId, manifestSha256 } = seal({ sourceId });
    const first = await trained(1);
    const evaluation = await evaluateModel(project.context, compute, { modelId: first, splitId: null, reader: 'Ada' });
    expect(evaluation.evidence.heading).toBe('Held-out part of the development data; sealed apart: T1');

    const { predicted, failures } = await predictSource(project.context, compute, {
      sourceId,
      modelId: null,
      reader: 'Ada',
    });
    expect({ predicted, failures }).toEqual({ predicted: 0, failures: [] });
    const sealedItem = listWorklist(project.context, { sourceId }).items[0];
    expect(sealedItem).toMatchObject({ prediction: null, notPredictable: { code: 'sealed' } });
    const [sliceId = 0] = ids;
    // A held-out slice turns out to be a copy of one that the model learnt from: its figures say so from then on.
    const held = evaluation.slices[0]?.sliceId ?? 0;
    const taught = development.ids.find((id) => evaluation.slices.every((slice) => slice.sliceId !== id)) ?? 0;
    const pair = { a: held, b: taught, kind: 'resized' as const, changes: [], score: 0.9, foundMs: 1 };
    insertPair(project.context.store.db, pair);
    const later = await evaluateModel(project.context, compute, { modelId: first, splitId: null, reader: 'Ada' });
    expect(later.evidence.heading).toMatch(/too kind: 1 slices hang together with slices that it learnt from$/);

    const explainer = createSliceExplainer(project.context, compute);
    for (const method of HEATMAP_METHODS) {
      const asked = sliceHeatmap(project.context, explainer, { sliceId, modelId: first }, method);
      await expect(asked).rejects.toThrow(/Sealed in test set T1/);
    }
    const row = { modelId: first, sliceId, probability: 0.5, threshold: 0.5, call: 'none' as const, createdMs: 0 };
    expect(() => insertPredictions(project.context.store.db, [row])).toThrow(/when its test set is opened/);

    const second = await trained(2);
    const open = (modelId: number | null) =>
      openTestSet(project.context, compute, { testSetId, modelId, reader: 'Ada' });
    await expect(open(second)).rejects.toThrow(/does not read for this project.+promote the model first/);
    expect(describeRoles(project.context).testSets[0]?.looks).toEqual([]);
    const measured = await open(first);
    expect(measured).toMatchObject({
      n: 6,
      evidence: { kind: 'sealed-test', testSet: 'T1', testSetSha256: manifestSha256, look: 1 },
    });
    expect(measured.evidence.heading).toMatch(/^Sealed test T1, look 1 \(models: lenet-\d+\)$/);
    expect(measured.warnings.join(' ')).not.toMatch(/look/);
    promoteModel(project.context, { modelId: second, reader: 'Ada', note: null });
    expect(listWorklist(project.context, { sourceId }).items[0]?.prediction).toBeNull();
    const again = await open(null);
    expect(again.evidence.heading).toMatch(/^Sealed test T1, look 2 \(models: lenet-\d+, lenet-\d+\)$/);
    expect(again.warnings[0]).toMatch(/This is look 2 at T1/);
    expect(listWorklist(project.context, { sourceId }).items[0]?.prediction?.modelId).toBe(second);
    expect(takenLook(project.context, { testSetId, look: 1 }).confusion).toEqual(measured.confusion);
    expect(describeRoles(project.context).testSets[0]?.looks.map(({ look, modelId }) => [look, modelId])).toEqual([
      [1, first],
      [2, second],
    ]);
    expect(project.entries('test-opened')).toMatchObject([
      { testSet: 'T1', manifestSha256, look: 1, n: 6, ...measured.confusion },
      { look: 2 },
    ]);
    const { heat } = await sliceHeatmap(project.context, explainer, { sliceId, modelId: second }, 'grad-cam');
    expect(heat.length).toBeGreaterThan(0);
  });

  it('is measured under the labels it was sealed with, and not opened when a slice is gone or the database was altered', async () => {
    await importAs('development', heads(1, 16));
    const { sourceId, ids } = await importAs('external', heads(31, 4));
    await search();
    const { id: testSetId } = seal({ sourceId });
    await trained(1);
    const read = { label: 'none' as const, modelId: null, reason: null, reader: 'Ada' };
    for (const sliceId of ids) recordUnshownRead(project.context, { sliceId, ...read });
    const open = () => openTestSet(project.context, compute, { testSetId, modelId: null, reader: 'Ada' });
    const { db } = project.context.store;
    const { root } = db.one(rootRow, 'SELECT root FROM sources WHERE id = :sourceId', { sourceId });
    db.run("UPDATE sources SET root = '/nowhere' WHERE id = :sourceId", { sourceId });
    await expect(open()).rejects.toThrow(/cannot be read.+this was no look/);
    db.run('UPDATE sources SET root = :root WHERE id = :sourceId', { root, sourceId });
    const measured = await open();
    expect(measured.evidence).toMatchObject({ look: 1 });
    expect(measured.slices.filter(({ label }) => label === 'haemorrhage')).toHaveLength(2);
    db.run('DROP TRIGGER test_set_slices_keep');
    db.run("UPDATE test_set_slices SET label = 'none'");
    await expect(open()).rejects.toThrow(/hash differs/);
  });
});
