import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { compareModels } from '../../../main/services/compare-models.ts';
import { endInterruptedRuns } from '../../../main/services/end-interrupted-runs.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { listModels, listTrainingRuns } from '../../../main/services/list-models.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { prepareTraining } from '../../../main/services/prepare-training.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { promoteModel } from '../../../main/services/promote-model.ts';
import { recordRead, recordUnshownRead } from '../../../main/services/record-read.ts';
import { runDemo } from '../../../main/services/run-demo.ts';
import { loadSplit } from '../../../main/services/split-dataset.ts';
import { runTraining } from '../../../main/services/train-network.ts';
import { auditEntries } from '../../../main/store/audit-log.ts';
import { findRun } from '../../../main/store/training-runs.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

const READER = 'Dr Test';

/** One project goes through the whole loop; the steps build on each other. */
describe('the loop from the demo to a promoted retrained model', () => {
  let project: TemporaryProject;
  let compute: ComputeClient;
  let sourceId: number;

  beforeAll(async () => {
    project = temporaryProject();
    compute = createComputeClient({
      fork: forkChildProcess,
      hostsFolder: await bundleComputeHosts('run-demo', REAL_HOSTS),
    });
    const request = { reader: READER, rounds: 2, labelledPatients: 8, studyPatients: 1 };
    sourceId = (await runDemo(project.context, compute, request)).sourceId;
  });
  afterAll(() => {
    compute.close();
    project.remove();
  });

  const events = () =>
    auditEntries(project.context.store.db).map((entry) => JSON.parse(entry.entryJson).event as string);

  it('logs every step in order', () => {
    expect(events()).toEqual([
      'project-created',
      'source-added',
      'dataset-frozen',
      'training-started',
      'training-ended',
      'model-promoted',
      'model-evaluated',
      'source-added',
      'slices-predicted',
    ]);
  });

  it('keeps curves, figures and weights of the run', () => {
    const [run] = listTrainingRuns(project.context);
    expect(run?.status).toBe('finished');
    expect(run?.epochs).toHaveLength(2);
    const [model] = listModels(project.context);
    expect(model).toMatchObject({ current: true, weightsFound: true, synthetic: true, domain: 'ct' });
    expect(model?.accuracy?.n).toBe(run?.counts.heldOut);
  });

  it('predicts every slice of the study that may be predicted', () => {
    const { items } = listWorklist(project.context, { sourceId });
    expect(items.length).toBeGreaterThan(10);
    for (const item of items) expect(item.prediction === null).toBe(item.notPredictable !== null);
  });

  it('never lets a slice of one group lie in two parts', () => {
    const [run] = listTrainingRuns(project.context);
    const row = run && findRun(project.context.store.db, run.id);
    const parts = new Map<string, Set<string>>();
    for (const member of loadSplit(project.context, row?.splitId ?? 0).members) {
      parts.set(member.group, (parts.get(member.group) ?? new Set()).add(member.part));
    }
    expect([...parts.values()].every((set) => set.size === 1)).toBe(true);
  });

  it('retrains from corrected labels and compares on the same held-out slices', async () => {
    const { context } = project;
    const [item] = listWorklist(context, { sourceId }).items.filter((candidate) => candidate.prediction);
    const call = item?.prediction?.call ?? 'none';
    const label = call === 'haemorrhage' ? 'none' : 'haemorrhage';
    const { presentationId } = presentSlice(context, {
      sliceId: item?.sliceId ?? 0,
      reader: READER,
      modelId: item?.prediction?.modelId ?? null,
      predictionVisible: true,
    });
    recordRead(context, { presentationId: presentationId ?? 0, intent: label, reason: null, confidence: null });
    const known = listWorklist(context, { sourceId: 1 }).items.find((labelled) => labelled.sourceLabel === 'none');
    const corrected = { sliceId: known?.sliceId ?? 0, label: 'haemorrhage', modelId: null, reason: null } as const;
    recordUnshownRead(context, { ...corrected, reader: READER });
    const version = freezeDataset(context, { note: null, reader: READER });
    expect(version.name).toBe('v2');

    const settings = { rounds: 1, seed: 7 };
    const prepared = prepareTraining(context, {
      datasetId: version.id,
      architecture: 'lenet2',
      settings,
      reader: READER,
    });
    const { modelId } = await runTraining(context, compute, prepared);
    const [candidate, baseline] = listModels(context);
    expect(candidate?.id).toBe(modelId);
    expect(candidate?.current).toBe(false);
    const comparison = await compareModels(context, compute, {
      candidateId: candidate?.id ?? 0,
      baselineId: baseline?.id ?? 0,
      reader: READER,
    });
    expect(comparison.labelVersion).toBe('v2');
    expect(comparison.seenByBaseline).toBe(0);
    // The read of a slice that had no label adds a slice to the version; the other read corrects a label.
    const called = expect.stringMatching(/^(haemorrhage|none)$/);
    expect(comparison.corrections).toMatchObject([
      {
        version: 'v2',
        added: 1,
        removed: 0,
        corrected: [
          {
            sliceId: corrected.sliceId,
            before: 'none',
            after: 'haemorrhage',
            reader: READER,
            part: expect.stringMatching(/^(training|validation|held-out)$/),
            baselineCall: called,
            candidateCall: called,
          },
        ],
      },
    ]);
    // Both models are measured under v2, the baseline without a new prediction: both stand in the log, and only once.
    const evaluations = () => events().filter((event) => event === 'model-evaluated').length;
    expect(evaluations()).toBe(3);
    await compareModels(context, compute, {
      candidateId: candidate?.id ?? 0,
      baselineId: baseline?.id ?? 0,
      reader: READER,
    });
    expect(evaluations()).toBe(3);
    expect(comparison.candidate.slices.map((slice) => slice.sliceId)).toEqual(
      comparison.baseline.slices.map((slice) => slice.sliceId),
    );
    expect(promoteModel(context, { modelId: candidate?.id ?? 0, reader: READER, note: null }).current).toBe(true);
  });

  it('ends a run whose slices are gone with the reason, and leaves no model', async () => {
    const { context } = project;
    const source = context.store.db;
    source.run("UPDATE sources SET root = '/nowhere/at/all'");
    const before = listModels(context).length;
    const settings = { rounds: 1, seed: 8 };
    const prepared = prepareTraining(context, { datasetId: 1, architecture: 'lenet', settings, reader: READER });
    const { run, modelId } = await runTraining(context, compute, prepared);
    expect(run.status).toBe('failed');
    expect(run.reason).toContain('point the source to its new folder');
    expect(run.reason).toMatch(/^\S+\.dcm \(and \d+ more\) cannot be read/);
    expect(modelId).toBeNull();
    expect(listModels(context)).toHaveLength(before);
  });

  it('ends runs that a crash left running', () => {
    const { context } = project;
    const settings = { rounds: 1, seed: 9 };
    prepareTraining(context, { datasetId: 1, architecture: 'lenet', settings, reader: READER });
    expect(endInterruptedRuns(context)).toBe(1);
    expect(listTrainingRuns(context)[0]).toMatchObject({ status: 'failed', modelId: null });
    expect(endInterruptedRuns(context)).toBe(0);
  });
});
