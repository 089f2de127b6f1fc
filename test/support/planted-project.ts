import path from 'node:path';
import { type ComputeClient, createComputeClient } from '../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';
import { initialWeights } from '../../main/compute/tensorflow/initial-weights.ts';
import { writeWeightsFile } from '../../main/compute/tensorflow/weights-file.ts';
import { completePixelHashes } from '../../main/services/complete-pixel-hashes.ts';
import { findNearDuplicates } from '../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../main/services/freeze-dataset.ts';
import { listWorklist } from '../../main/services/list-worklist.ts';
import { openStudy } from '../../main/services/open-study.ts';
import { predictSource } from '../../main/services/predict-source.ts';
import { presentSlice } from '../../main/services/present-slice.ts';
import { promoteModel } from '../../main/services/promote-model.ts';
import { recordRead } from '../../main/services/record-read.ts';
import { insertModel } from '../../main/store/models.ts';
import { insertSplit } from '../../main/store/splits.ts';
import { insertRun } from '../../main/store/training-runs.ts';
import { defaultPreprocessing } from '../../src/prediction/network-input.ts';
import type { Label } from '../../src/review/label.ts';
import type { RecordedView } from '../../src/viewing/recorded-view.ts';
import { TINY_NETWORK } from './blob-slices.ts';
import { bundleComputeHosts, REAL_HOSTS } from './compute-hosts.ts';
import { PLANTED, writePlantedStudy } from './planted-study.ts';
import { type TemporaryProject, temporaryProject } from './temporary-project.ts';

/** A project named after the planted person, with their study read, frozen, and predicted by a small network that learnt nothing. */
export interface PlantedProject {
  readonly project: TemporaryProject;
  readonly compute: ComputeClient;
  readonly sourceId: number;
  readonly slices: readonly number[];
  readonly datasetId: number;
  readonly modelId: number;
  /** Shows a slice to Ada with the model's answer in sight, and records her label. @returns the entry's number */
  read(sliceId: number, label: Label, view?: RecordedView): number;
  remove(): void;
}

/** @param hosts a folder name of the test file's own for the compute hosts */
export async function plantedProject(hosts: string): Promise<PlantedProject> {
  const { 'train-host': _, ...needed } = REAL_HOSTS;
  const compute = createComputeClient({ fork: forkChildProcess, hostsFolder: await bundleComputeHosts(hosts, needed) });
  const project = temporaryProject(`${PLANTED.family} ${PLANTED.given}`);
  const { context } = project;
  const { sourceId } = await openStudy(context, compute, {
    folder: writePlantedStudy(path.join(project.folder, 'archive'), 8),
    reader: 'Ada',
  });
  const slices = listWorklist(context, { sourceId }).items.map(({ sliceId }) => sliceId);
  let modelId: number | null = null;
  const read = (sliceId: number, label: Label, view?: RecordedView): number => {
    const shown = presentSlice(context, { sliceId, reader: 'Ada', modelId, predictionVisible: true });
    const rest = { intent: label, reason: null, confidence: null, ...(view && { view }) };
    return recordRead(context, { presentationId: shown.presentationId ?? 0, ...rest }).read.auditSequence;
  };
  slices.forEach((sliceId, index) => {
    read(sliceId, index % 2 === 0 ? 'haemorrhage' : 'none');
  });
  await completePixelHashes(context, compute);
  await findNearDuplicates(context, compute, { reader: null });
  const { id: datasetId } = freezeDataset(context, { note: null, reader: 'Ada' });
  modelId = await addModel(project, datasetId, slices);
  await predictSource(context, compute, { sourceId, modelId, reader: 'Ada' });
  const remove = (): void => {
    compute.close();
    project.remove();
  };
  return { project, compute, sourceId, slices, datasetId, modelId, read, remove };
}

async function addModel(
  { context }: TemporaryProject,
  datasetVersionId: number,
  slices: readonly number[],
): Promise<number> {
  const { db, folder } = context.store;
  const weightsFile = 'models/tiny.safetensors';
  const weights = [initialWeights(TINY_NETWORK, 5)];
  const { sha256, byteLength } = await writeWeightsFile(path.join(folder, weightsFile), TINY_NETWORK, weights);
  const split = { datasetVersionId, seed: 1, heldOutFraction: 0.5, validationFraction: 0.25, createdMs: 0 };
  const members = slices.map((sliceId, index) => ({
    ...{ sliceId, group: String(sliceId) },
    part: index < 4 ? ('held-out' as const) : index < 6 ? ('validation' as const) : ('training' as const),
  }));
  const splitId = insertSplit(db, split, members);
  const runId = insertRun(db, {
    ...{ datasetVersionId, splitId, architecture: TINY_NETWORK, sourceIds: null, startedMs: 0 },
    preprocessing: defaultPreprocessing(TINY_NETWORK.resizeSide),
    settings: { rounds: 1, batchSize: 8, learningRate: 1e-3, warmUpSteps: 0, seed: 5 },
  });
  const modelId = insertModel(db, {
    ...{ runId, name: 'tiny-1', weightsFile, weightsSha256: sha256, weightsByteLength: byteLength, threshold: 0.5 },
    ...{ heatmapScale: 0.01, domain: 'ct', synthetic: true, temperature: null, temperatureFit: null, createdMs: 0 },
  });
  promoteModel(context, { modelId, note: null, reader: 'Ada' });
  return modelId;
}
