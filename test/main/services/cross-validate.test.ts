import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { ComputeAborted } from '../../../main/compute/compute-errors.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import type { operations } from '../../../main/compute/protocol.ts';
import { prepareCrossValidationAgain } from '../../../main/services/continue-cross-validation.ts';
import { crossValidate } from '../../../main/services/cross-validate.ts';
import { crossValidationResult, listCrossValidations } from '../../../main/services/cross-validation-result.ts';
import { endInterruptedRuns } from '../../../main/services/end-interrupted-runs.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import {
  type CrossValidateRequest,
  type PreparedCrossValidation,
  prepareCrossValidation,
} from '../../../main/services/prepare-cross-validation.ts';
import { slicesOfCrossValidation } from '../../../main/store/cross-validations.ts';
import { datasetMembers } from '../../../main/store/dataset-versions.ts';
import { insertPair } from '../../../main/store/near-duplicates.ts';
import type { AppEvent } from '../../../src/contract/contract.ts';
import { defaultPreprocessing } from '../../../src/prediction/network-input.ts';
import type { Recipe } from '../../../src/training/recipe.ts';
import { TINY_NETWORK } from '../../support/blob-slices.ts';
import { blobFile, importBlobSource } from '../../support/blob-source.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

const SIDE = TINY_NETWORK.resizeSide;
const COUNT = 36;
const RECIPE: Recipe = {
  architecture: TINY_NETWORK,
  preprocessing: defaultPreprocessing(SIDE),
  settings: { rounds: 24, batchSize: 8, learningRate: 5e-3, warmUpSteps: 5, seed: 0 },
};
/** Learns next to nothing. */
const IDLE: Recipe = { ...RECIPE, settings: { ...RECIPE.settings, rounds: 1, learningRate: 1e-9 } };

let project: TemporaryProject;
let compute: ComputeClient;
let datasetId: number;
type TrainJob = z.output<(typeof operations)['train']['input']>;
const trainings: TrainJob[] = [];

/** The real children, and a record of what was asked of the one that trains. */
function watched(client: ComputeClient): ComputeClient {
  return {
    ...client,
    request: (name, input, options) => {
      if (name === 'train') trainings.push(input as TrainJob);
      return client.request(name, input, options);
    },
  };
}

beforeAll(async () => {
  project = temporaryProject();
  const hostsFolder = await bundleComputeHosts('cross-validate', REAL_HOSTS);
  compute = watched(createComputeClient({ fork: forkChildProcess, hostsFolder }));
  // Files 20 and 21 hold the same pixels, so that they are one group.
  await importBlobSource(project, compute, { name: 'set', count: COUNT, seed: 4, wrong: [5], copies: { 21: 20 } });
  await findNearDuplicates(project.context, compute, { reader: null });
  datasetId = freezeDataset(project.context, { note: null }).id;
}, 120_000);
afterAll(() => {
  compute.close();
  project.remove();
});

function prepare(over: Partial<CrossValidateRequest> = {}): Promise<PreparedCrossValidation> {
  return prepareCrossValidation(project.context, compute, {
    datasetId,
    recipes: [RECIPE],
    ...{ folds: 3, repeats: 2, grouping: 'near-duplicates', seed: 1, reader: 'Ada' },
    ...over,
  });
}

/** The pictures that a list of inputs holds, each as a text that can be compared. */
function picturesIn(inputs: Float32Array): string[] {
  const length = SIDE ** 2;
  return Array.from({ length: inputs.length / length }, (_, at) =>
    Buffer.from(inputs.slice(at * length, (at + 1) * length).buffer).toString('base64'),
  );
}

describe('a cross-validation', () => {
  let id: number;

  it('never asks a network about a picture that it learnt from, copies included', async () => {
    trainings.length = 0;
    const prepared = await prepare();
    id = prepared.run.id;
    await crossValidate(project.context, compute, prepared);
    expect(trainings).toHaveLength(6);
    for (const { training, scoring } of trainings) {
      const taught = new Set(picturesIn(training.inputs));
      const asked = picturesIn(scoring?.inputs ?? new Float32Array());
      expect(asked.length).toBeGreaterThan(8);
      expect(taught.size).toBeGreaterThan(20);
      expect(asked.filter((picture) => taught.has(picture))).toEqual([]);
    }
    const asked = trainings.slice(0, 3).flatMap(({ scoring }) => picturesIn(scoring?.inputs ?? new Float32Array()));
    expect(asked).toHaveLength(COUNT);
    expect(new Set(asked).size).toBe(COUNT - 1);
  }, 120_000);

  it('gives every slice one prediction a repeat, and figures that count it once', () => {
    const result = crossValidationResult(project.context, id, 0.2);
    expect(result.heading).toBe('Cross-validated, no sealed test');
    expect(result.repeats.map(({ n }) => n)).toEqual([COUNT, COUNT]);
    expect(result.figures.accuracy).toMatchObject({ n: COUNT, method: expect.stringContaining('mean of 2 repeats') });
    expect(result.figures.accuracy.value).toBeGreaterThan(0.8);
    expect(result.figures.ppv.value).not.toBeNull();
    expect(result.repeats[0]?.slicesAreIndependent).toBe(false);
    expect(result.perSource).toHaveLength(1);
    expect(result.choices).toEqual([]);
    expect(result.calibration.temperatures).toHaveLength(6);
  });

  it('suspects the label that is wrong first', () => {
    const [first] = crossValidationResult(project.context, id).suspectLabels;
    expect(first?.file).toBe(blobFile(5));
  });

  it('gives the same predictions again for the same seed, and the log says so', async () => {
    await crossValidate(project.context, compute, await prepare());
    await crossValidate(project.context, compute, await prepare({ seed: 2 }));
    const hashes = project.entries('cross-validation-ended').map(({ predictionsSha256 }) => predictionsSha256);
    expect(hashes).toHaveLength(3);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
    expect(project.entries('cross-validation-started')[0]).toMatchObject({
      slices: COUNT,
      groups: COUNT - 1,
      folds: 3,
    });
  }, 120_000);

  it('chooses between recipes inside each fold, without the fold’s own slices', async () => {
    trainings.length = 0;
    const prepared = await prepare({ recipes: [IDLE, RECIPE], repeats: 1 });
    await crossValidate(project.context, compute, prepared);
    expect(trainings).toHaveLength(3 * (2 * 3 + 1));
    for (let fold = 0; fold < 3; fold++) {
      const ofFold = trainings.slice(fold * 7, fold * 7 + 7);
      const outer = new Set(picturesIn(ofFold[6]?.scoring?.inputs ?? new Float32Array()));
      for (const { training, scoring } of ofFold.slice(0, 6)) {
        const used = [...picturesIn(training.inputs), ...picturesIn(scoring?.inputs ?? new Float32Array())];
        expect(used.filter((picture) => outer.has(picture))).toEqual([]);
      }
      expect(ofFold[6]?.settings.rounds).toBe(RECIPE.settings.rounds);
    }
    const { choices } = crossValidationResult(project.context, prepared.run.id);
    expect(choices).toEqual([0, 1, 2].map((fold) => ({ repeat: 0, fold, recipe: 1 })));
  }, 120_000);

  it('ends as stopped when it is stopped, keeps what is done, and has no figures', async () => {
    const stop = new AbortController();
    const prepared = await prepare();
    const ending = crossValidate(project.context, compute, prepared, {
      signal: stop.signal,
      onProgress: ({ message }) => message.includes('fold 2') && stop.abort(),
    });
    await expect(ending).rejects.toThrow();
    const rows = slicesOfCrossValidation(project.context.store.db, prepared.run.id);
    expect(rows.filter(({ probability }) => probability !== null).length).toBeGreaterThanOrEqual(COUNT / 3 - 1);
    expect(rows.some(({ probability }) => probability === null)).toBe(true);
    expect(listCrossValidations(project.context)[0]).toMatchObject({ status: 'stopped', reason: null });
    expect(() => crossValidationResult(project.context, prepared.run.id)).toThrow(/is stopped/);
  }, 120_000);

  it('goes on where it was stopped, without the folds that are done, to the same predictions', async () => {
    const predictions = (id: number) => slicesOfCrossValidation(project.context.store.db, id);
    const whole = await prepare({ repeats: 1, seed: 31 });
    await crossValidate(project.context, compute, whole);

    const stop = new AbortController();
    const prepared = await prepare({ repeats: 1, seed: 31 });
    const { id } = prepared.run;
    const ending = crossValidate(project.context, compute, prepared, {
      signal: stop.signal,
      onProgress: ({ message }) => message.startsWith('Fold 2') && stop.abort(),
    });
    await expect(ending).rejects.toThrow();
    trainings.length = 0;
    const again = prepareCrossValidationAgain(project.context, { id, reader: 'Ben' });
    expect(again.run.status).toBe('running');
    expect(again.folds).toEqual(prepared.folds);
    const run = await crossValidate(project.context, compute, again);
    expect(trainings).toHaveLength(2);
    expect(run.status).toBe('finished');
    expect(predictions(id)).toEqual(predictions(whole.run.id));
    expect(project.entries('cross-validation-continued').at(-1)).toMatchObject({
      ...{ crossValidation: id, foldsDone: 1, reader: 'Ben' },
    });
    const [, first, second] = project.entries('cross-validation-ended').slice(-3);
    expect([first?.outcome, second?.outcome]).toEqual(['stopped', 'finished']);
    const twice = () => prepareCrossValidationAgain(project.context, { id, reader: null });
    expect(twice).toThrow(/is finished: there is nothing to continue/);
  }, 240_000);

  it('fails with the fold’s name when a network diverges, and the log holds no file names', async () => {
    const wild: Recipe = { ...RECIPE, settings: { ...RECIPE.settings, learningRate: 1e12, warmUpSteps: 0 } };
    const prepared = await prepare({ recipes: [wild] });
    await expect(crossValidate(project.context, compute, prepared)).rejects.toThrow(/fold 1 of 3/);
    expect(listCrossValidations(project.context)[0]?.status).toBe('failed');
    expect(project.entries('cross-validation-ended').at(-1)).toMatchObject({
      outcome: 'failed',
      reason: 'fold-diverged',
    });
  }, 60_000);

  it('stays finished, without an audit, when the shortcut audit fails or is stopped', async () => {
    const { context } = project;
    const stop = new AbortController();
    const remarks: string[] = [];
    const notify = (event: AppEvent): void => void (event.kind === 'remark' && remarks.push(event.message));
    const auditing = (fault: () => Error): ComputeClient => ({
      ...compute,
      request: (name, input, options) =>
        name === 'slice-statistics' ? Promise.reject(fault()) : compute.request(name, input, options),
    });
    const faults = [
      () => new TypeError('The process ended.'),
      () => {
        stop.abort();
        return new ComputeAborted('stopped');
      },
    ];
    for (const fault of faults) {
      context.store.db.run('DELETE FROM slice_statistics');
      const prepared = await prepare({ recipes: [IDLE], repeats: 1 });
      const { signal } = stop;
      const run = await crossValidate({ ...context, notify }, auditing(fault), prepared, { signal });
      expect(run.status).toBe('finished');
      expect(project.entries('cross-validation-ended').at(-1)?.outcome).toBe('finished');
      const result = crossValidationResult(context, run.id);
      expect(result.shortcuts).toBeNull();
      expect(result.figures.accuracy.n).toBe(COUNT);
    }
    expect(remarks).toEqual([expect.stringMatching(/is finished, without a shortcut audit: .*process ended/)]);
  }, 60_000);

  it('says how many folds the labels allow', async () => {
    await expect(prepare({ folds: 20 })).rejects.toThrow(/20 folds need at least/);
    await expect(prepare({ datasetId: 99 })).rejects.toThrow(/no data set version 99/);
  });

  it('fails with the fold’s name when a network gives no number, and stores none', async () => {
    const blank: ComputeClient = {
      ...compute,
      request: async (name, input, options) => {
        const result = await compute.request(name, input, options);
        if (typeof result === 'object' && 'scores' in result && result.scores) result.scores[3] = Number.NaN;
        return result;
      },
    };
    const prepared = await prepare({ recipes: [IDLE] });
    await expect(crossValidate(project.context, blank, prepared)).rejects.toThrow(/fold 1 of 3: .*no probability/);
    expect(listCrossValidations(project.context)[0]?.status).toBe('failed');
    const rows = slicesOfCrossValidation(project.context.store.db, prepared.run.id);
    expect(rows.every(({ probability }) => probability === null)).toBe(true);
  }, 60_000);

  it('refuses before anything is stored what a fold could not deal', async () => {
    const before = listCrossValidations(project.context).length;
    const ensemble: Recipe = { ...RECIPE, settings: { ...RECIPE.settings, ensemble: { of: 'folds', count: 10 } } };
    await expect(prepare({ recipes: [ensemble], folds: 2 })).rejects.toMatchObject({
      code: 'too-few-slices',
      message: expect.stringMatching(/^Repeat 1 of 2, fold 1 of 2 learns from too few.*10 folds need/),
    });
    expect(listCrossValidations(project.context)).toHaveLength(before);
    // Enough for the fold itself, too few where it chooses among recipes.
    const choosing = { recipes: [ensemble, RECIPE], folds: 9, repeats: 1 };
    await expect(prepare(choosing)).rejects.toThrow(/^Fold 1 of 9 learns from too few/);
    expect(listCrossValidations(project.context)).toHaveLength(before);
    await prepare({ ...choosing, recipes: [ensemble] });
    expect(endInterruptedRuns(project.context)).toBe(1);
  });

  it('is not stored when groups changed while it was prepared', async () => {
    const { context } = project;
    const before = listCrossValidations(context).length;
    const [a = 0, b = 0] = datasetMembers(context.store.db, datasetId).map(({ sliceId }) => sliceId);
    const meddling: ComputeClient = {
      ...compute,
      request: (name, input, options) => {
        if (name === 'look-alike-runs') {
          insertPair(context.store.db, { a, b, kind: 'resized', changes: ['resized'], score: 0.9, foundMs: 1 });
        }
        return compute.request(name, input, options);
      },
    };
    const request = { datasetId, recipes: [RECIPE], folds: 3, repeats: 1, grouping: 'look-alike-runs' } as const;
    await expect(prepareCrossValidation(context, meddling, { ...request, reader: null })).rejects.toMatchObject({
      code: 'slices-changed',
    });
    expect(listCrossValidations(context)).toHaveLength(before);
  });

  it('is ended when the app was cut off while it ran', async () => {
    const { run } = await prepare();
    expect(endInterruptedRuns(project.context)).toBe(1);
    expect(listCrossValidations(project.context).find(({ id: own }) => own === run.id)?.status).toBe('failed');
  });

  it('says in its heading how many slices were found later to hang together across folds', () => {
    const { context } = project;
    const result = crossValidationResult(context, id);
    const before = /too kind: (\d+) slices/.exec(result.heading);
    // The last two thirds hold no slice of the pair that was tied before.
    const rows = slicesOfCrossValidation(context.store.db, id).filter(({ repeat }) => repeat === 0);
    const single = rows.slice(COUNT / 3).filter(({ group }) => !group.includes(' '));
    const [a] = single;
    const b = single.find(({ fold }) => fold !== a?.fold);
    const pair = { a: a?.sliceId ?? 0, b: b?.sliceId ?? 0, kind: 'resized', changes: ['resized'] } as const;
    insertPair(context.store.db, { ...pair, score: 0.9, foundMs: 1 });
    const after = crossValidationResult(context, id);
    const tied = Number(before?.[1] ?? 0) + 2;
    expect(after.heading).toBe(`Cross-validated, no sealed test; too kind: ${tied} slices hang together across folds`);
    expect(after.repeats[0]?.evidence.heading).toBe(after.heading);
  });

  it('keeps out-of-fold predictions as they are', () => {
    const { db } = project.context.store;
    const change = () => db.run('UPDATE cross_validation_slices SET probability = 0.5 WHERE cross_validation_id = 1');
    expect(change).toThrow(/are kept/);
  });
});
