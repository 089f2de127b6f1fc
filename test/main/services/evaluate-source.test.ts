import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { compareModels } from '../../../main/services/compare-models.ts';
import { evaluateModel } from '../../../main/services/evaluate-model.ts';
import { evaluateSource } from '../../../main/services/evaluate-source.ts';
import { exportModelCard } from '../../../main/services/export-model-card.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { listTrainingRuns } from '../../../main/services/list-models.ts';
import { prepareTraining } from '../../../main/services/prepare-training.ts';
import { recordUnshownRead } from '../../../main/services/record-read.ts';
import { replayRun } from '../../../main/services/replay-run.ts';
import { loadSplit } from '../../../main/services/split-dataset.ts';
import { taughtBy } from '../../../main/services/taught-slices.ts';
import { runTraining } from '../../../main/services/train-network.ts';
import { datasetMembers } from '../../../main/store/dataset-versions.ts';
import { slicesOfSources } from '../../../main/store/source-slices.ts';
import { listSources } from '../../../main/store/sources.ts';
import { insertSplit, markOwnSplit, ownSplitTable } from '../../../main/store/splits.ts';
import { listRuns } from '../../../main/store/training-runs.ts';
import { blobFile, importBlobSource } from '../../support/blob-source.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

const NOBODY = { reader: null };

let project: TemporaryProject;
let compute: ComputeClient;
let home: number;
let elsewhere: number;
let datasetId: number;
let modelId: number;

beforeAll(async () => {
  project = temporaryProject();
  const hostsFolder = await bundleComputeHosts('evaluate-source', REAL_HOSTS);
  compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
  home = await importBlobSource(project, compute, { name: 'home', count: 40, seed: 1 });
  elsewhere = await importBlobSource(project, compute, { name: 'elsewhere', count: 24, seed: 2 });
  await findNearDuplicates(project.context, compute, { reader: null });
  datasetId = freezeDataset(project.context, { note: null }).id;
  const prepared = prepareTraining(project.context, {
    datasetId,
    architecture: 'lenet',
    settings: { rounds: 2, seed: 5 },
    sourceIds: [home],
    ...NOBODY,
  });
  modelId = (await runTraining(project.context, compute, prepared)).modelId ?? 0;
}, 120_000);
afterAll(() => {
  compute.close();
  project.remove();
});

/** The label that a slice has in the first data set version. */
const labelOf = (sliceId: number) =>
  datasetMembers(project.context.store.db, datasetId).find((member) => member.sliceId === sliceId)?.label ?? 'none';
const named = (slices: readonly { readonly file: string }[]) => slices.map(({ file }) => file).sort();

describe('a run on one of two sources', () => {
  it('was taught by slices of that source alone', () => {
    const [run] = listRuns(project.context.store.db);
    const taught = run ? [...taughtBy(project.context, run)] : [];
    const own = slicesOfSources(project.context.store.db, [home]);
    expect(taught).toHaveLength(30);
    expect(taught.every((sliceId) => own.has(sliceId))).toBe(true);
  });

  it('learns from that source alone, and says so in its counts and in the log', () => {
    const [run] = listTrainingRuns(project.context);
    const { training = 0, validation = 0, heldOut = 0 } = run?.counts ?? {};
    expect(training + validation + heldOut).toBe(40);
    expect(heldOut).toBe(10);
    const [entry] = project.entries('training-started');
    expect(entry).toMatchObject({ training, validation, heldOut });
    expect(entry?.sources).toHaveLength(1);
  });

  it('is measured on the held-out slices of that source, under a heading that says what they are', async () => {
    const evaluation = await evaluateModel(project.context, compute, { modelId, splitId: null, ...NOBODY });
    expect(evaluation.n).toBe(10);
    expect(evaluation.slices.every(({ sourceId }) => sourceId === home)).toBe(true);
    expect(evaluation.evidence.kind).toBe('held-out');
  });

  it('is measured on every labelled slice of the other source', async () => {
    const request = { modelId, sourceId: elsewhere, datasetId, ...NOBODY };
    const evaluation = await evaluateSource(project.context, compute, request);
    expect(evaluation.n).toBe(24);
    expect(evaluation.evidence).toMatchObject({ kind: 'other-source', sourceId: elsewhere });
    expect(evaluation.evidence.heading).toBe('Source elsewhere, which the model learnt nothing from, no sealed test');
    expect(project.entries('model-evaluated').at(-1)).toMatchObject({
      ...{ n: 24, evidence: 'other-source' },
      source: listSources(project.context.store.db).find(({ id }) => id === elsewhere)?.pseudonym,
    });
  });

  it('is measured on its own source without what it learnt from', async () => {
    const request = { modelId, sourceId: home, datasetId, ...NOBODY };
    const evaluation = await evaluateSource(project.context, compute, request);
    const [run] = listTrainingRuns(project.context);
    const own = slicesOfSources(project.context.store.db, [home]);
    const heldOut = loadSplit(project.context, run ? 1 : 0)
      .members.filter(({ part, sliceId }) => part === 'held-out' && own.has(sliceId))
      .map(({ sliceId }) => sliceId);
    expect(evaluation.slices.map(({ sliceId }) => sliceId).sort()).toEqual([...heldOut].sort());
    expect(evaluation.evidence.heading).toContain('30 of 40 left out');
    expect(evaluation.evidence.heading).toMatch(
      /^Slices of source home that the model did not learn from \(it learnt from others of home\)/,
    );
    // What a later version sets aside of a source is counted for that source alone.
    const [away = 0, near = 0] = [elsewhere, home].map((source) => {
      const [first] = slicesOfSources(project.context.store.db, [source]);
      return first ?? 0;
    });
    const label = { modelId: null, reason: null, reader: 'Ada' };
    recordUnshownRead(project.context, { sliceId: near, label: 'excluded', ...label });
    recordUnshownRead(project.context, { sliceId: away, label: 'unsure', ...label });
    const later = freezeDataset(project.context, { note: null }).id;
    const again = await evaluateSource(project.context, compute, { ...request, datasetId: later });
    expect([again.unsure, again.excluded]).toEqual([0, 1]);
    recordUnshownRead(project.context, { sliceId: near, label: labelOf(near), ...label });
    recordUnshownRead(project.context, { sliceId: away, label: labelOf(away), ...label });
  });

  it('leaves out copies of what it learnt from, wherever they come from', async () => {
    const copied = await importBlobSource(project, compute, {
      name: 'copied',
      count: 12,
      seed: 1,
      drawn: 40,
      copies: Object.fromEntries(Array.from({ length: 6 }, (_, place) => [place, place + 6])),
    });
    const newer = freezeDataset(project.context, { note: null }).id;
    const evaluation = await evaluateSource(project.context, compute, {
      modelId,
      sourceId: copied,
      datasetId: newer,
      ...NOBODY,
    });
    const ownRequest = { modelId, sourceId: home, datasetId: newer, ...NOBODY };
    const untaughtAtHome = named((await evaluateSource(project.context, compute, ownRequest)).slices);
    // Of the twelve copies just those are measured whose original did not teach.
    const places = Array.from({ length: 12 }, (_, place) => place);
    const expected = places.filter((place) => untaughtAtHome.includes(blobFile(place < 6 ? place + 6 : place)));
    expect(named(evaluation.slices)).toEqual(expected.map(blobFile));
    expect(expected.length).toBeGreaterThan(0);
    expect(evaluation.n).toBeLessThan(12);
  });
});

describe('a comparison of models of different sources', () => {
  it('gives both the held-out slices of the candidate, and counts those that taught the other', async () => {
    const prepared = prepareTraining(project.context, {
      datasetId,
      architecture: 'lenet',
      settings: { rounds: 1, seed: 6 },
      sourceIds: [elsewhere],
      ...NOBODY,
    });
    const otherId = (await runTraining(project.context, compute, prepared)).modelId ?? 0;
    const compared = await compareModels(project.context, compute, {
      candidateId: modelId,
      baselineId: otherId,
      ...NOBODY,
    });
    expect([compared.candidate.n, compared.baseline.n]).toEqual([10, 10]);
    expect(named(compared.baseline.slices)).toEqual(named(compared.candidate.slices));
    // Without a file there is no answer of a model that has not been asked about it yet.
    const { db } = project.context.store;
    db.run('DELETE FROM predictions WHERE model_id = :otherId', { otherId });
    db.run("UPDATE sources SET root = root || '-gone'", {});
    const request = { candidateId: modelId, baselineId: otherId, ...NOBODY };
    await expect(compareModels(project.context, compute, request)).rejects.toThrow(/nothing to compare/);
    db.run("UPDATE sources SET root = replace(root, '-gone', '')", {});
  });

  it('counts scored slices that taught the model themselves', async () => {
    const { splitId } = listRuns(project.context.store.db).find(({ sourceIds }) => sourceIds?.includes(home)) ?? {
      splitId: 0,
    };
    const other = freezeDataset(project.context, { note: null }).id;
    const members = loadSplit(project.context, splitId).members.map(({ sliceId, group, part }) => ({
      ...{ sliceId, group },
      part: part === 'held-out' ? ('training' as const) : ('held-out' as const),
    }));
    const swapped = insertSplit(
      project.context.store.db,
      { datasetVersionId: other, seed: 0, heldOutFraction: 0.5, validationFraction: 0.2, createdMs: 0 },
      members,
    );
    expect(ownSplitTable(project.context.store.db, swapped)).toBeNull();
    markOwnSplit(project.context.store.db, swapped, 'cd'.repeat(32));
    expect(ownSplitTable(project.context.store.db, swapped)).toBe('cd'.repeat(32));
    const evaluation = await evaluateModel(project.context, compute, { modelId, splitId: swapped, ...NOBODY });
    expect(evaluation.evidence.heading).toMatch(/too kind: 30 slices hang together .+ \(30 taught it themselves\)$/);
  });
});

describe('the card of a model that learnt from one source', () => {
  it('counts the slices of that source alone, and says that it learnt from it alone', async () => {
    const folder = path.join(project.folder, 'card');
    const request = { modelId, folder, prevalence: null, ...NOBODY };
    const { card } = await exportModelCard(project.context, compute, request);
    const development = card.flow.slices.parts[0]?.parts[0];
    expect(development?.leaves[0]).toEqual({ words: 'not among the chosen sources', count: 24 });
    const parts = development?.parts.map(({ count }) => count) ?? [];
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(card.limits.join(' ')).toMatch(/The model learnt from source-[0-9a-f]{20} alone/);
    expect(card.measurements[0]?.heading).not.toMatch(/not searched/);
  });

  it('is headed by figures that say where near-duplicates were not searched', async () => {
    const { db } = project.context.store;
    db.run('UPDATE slice_thumbnails SET searched_ms = NULL', {});
    const evaluation = await evaluateModel(project.context, compute, { modelId, splitId: null, ...NOBODY });
    expect(evaluation.evidence.heading).toMatch(/; near-duplicates not searched$/);
    db.run('UPDATE slice_thumbnails SET searched_ms = 1', {});
  });
});

describe('a replay', () => {
  it('gives the same weights and probabilities, and leaves a log entry and no file', async () => {
    const replay = await replayRun(project.context, compute, { modelId, ...NOBODY });
    expect(replay.same).toBe(true);
    // The stored ones came from batches of another length; see paddedBatchLength.
    expect(replay.largestDifference).toBeLessThan(5e-7);
    expect(replay.compared).toBeGreaterThan(20);
    expect(replay.replayedSha256).toBe(replay.weightsSha256);
    expect(project.entries('run-replayed')).toHaveLength(1);
  }, 60_000);

  it('writes nothing into the project, and asks for a few slices at once', async () => {
    const weightsPaths: string[] = [];
    const counts: number[] = [];
    const watched: ComputeClient = {
      ...compute,
      request: (name, input, options) => {
        if ('weightsPath' in input) weightsPaths.push(String(input.weightsPath));
        if (name === 'predict' && 'count' in input) counts.push(Number(input.count));
        return compute.request(name, input, options);
      },
    };
    const { compared } = await replayRun(project.context, watched, { modelId, ...NOBODY });
    expect(weightsPaths).toHaveLength(1);
    expect(weightsPaths[0]?.startsWith(project.context.store.folder)).toBe(false);
    expect(Math.max(...counts)).toBeLessThanOrEqual(16);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(compared);
    expect(existsSync(path.dirname(weightsPaths[0] ?? ''))).toBe(false);
  }, 60_000);

  it('finds weights that are not those of the record', async () => {
    const { db } = project.context.store;
    db.run('UPDATE training_runs SET settings_json = json_set(settings_json, :path, 6)', { path: '$.seed' });
    const replay = await replayRun(project.context, compute, { modelId, ...NOBODY });
    expect(replay.same).toBe(false);
    expect(replay.largestDifference).toBeGreaterThan(0);
  }, 60_000);

  it('is refused for a run that was stopped by hand', async () => {
    project.context.store.db.run("UPDATE training_runs SET status = 'stopped'", {});
    await expect(replayRun(project.context, compute, { modelId, ...NOBODY })).rejects.toThrow(/Only finished runs/);
  });
});
