import path from 'node:path';
import type { ComputeClient } from '../compute/compute-client.ts';
import { checkImport } from './check-import.ts';
import { commitImport } from './commit-import.ts';
import { DEFAULT_DEMO_SEED, writeDemoStudy } from './demo-files.ts';
import { findNearDuplicates } from './find-near-duplicates.ts';
import { freezeDataset } from './freeze-dataset.ts';
import { openStudy } from './open-study.ts';
import { predictSource } from './predict-source.ts';
import { prepareTraining } from './prepare-training.ts';
import type { ServiceContext } from './service-context.ts';
import { type TrainedModel, trainAndMeasure } from './train-and-measure.ts';
import type { TrainProgress } from './train-network.ts';

export interface DemoRequest {
  readonly reader: string;
  /** Fewer rounds than the architecture's default make a quicker, worse demo. */
  readonly rounds?: number | undefined;
  /** Numbers of synthetic patients, to make a smaller demo. */
  readonly labelledPatients?: number | undefined;
  readonly studyPatients?: number | undefined;
}

export interface DemoOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrainProgress) => void) | undefined;
}

/**
 * Fills a new project with the synthetic demo: makes the phantoms in the project's folder, imports the labelled DICOM
 * set, freezes it, trains the LeNet, opens the study and predicts it. All of it is marked synthetic.
 */
export async function runDemo(
  context: ServiceContext,
  compute: ComputeClient,
  request: DemoRequest,
  options: DemoOptions = {},
): Promise<{ sourceId: number; trained: TrainedModel; studyFolder: string; labelledFolder: string }> {
  const { reader } = request;
  const { signal } = options;
  const say = (message: string) => (done: number, total: number) =>
    options.onProgress?.({ message, done, total, etaMs: null });

  const files = await writeDemoStudy({
    folder: path.join(context.store.folder, 'demo-study'),
    seed: DEFAULT_DEMO_SEED,
    onProgress: say('Drawing synthetic head phantoms'),
    ...(signal && { signal }),
    ...(request.labelledPatients && { labelledDicomPatients: request.labelledPatients }),
    ...(request.studyPatients && { studyPatients: request.studyPatients }),
  });
  const report = await checkImport(
    context,
    compute,
    { folder: files.labelledDicomFolder },
    { signal, onProgress: ({ message, done, total }) => say(message)(done, total) },
  );
  commitImport(context, { token: report.token, reader, synthetic: true });
  await findNearDuplicates(
    context,
    compute,
    { reader },
    { signal, onProgress: ({ message, done, total }) => say(message)(done, total) },
  );
  const dataset = freezeDataset(context, { note: 'Synthetic demo set', reader });
  const settings = { seed: DEFAULT_DEMO_SEED, rounds: request.rounds };
  const prepared = prepareTraining(context, { datasetId: dataset.id, architecture: 'lenet', settings, reader });
  const trained = await trainAndMeasure(context, compute, prepared, { signal, onProgress: options.onProgress });
  signal?.throwIfAborted();
  const { sourceId } = await openStudy(
    context,
    compute,
    { folder: files.studyFolder, reader, synthetic: true },
    { signal, onProgress: ({ message, done, total }) => say(message)(done, total) },
  );
  if (trained.modelId !== null) {
    await predictSource(
      context,
      compute,
      { sourceId, modelId: null, reader },
      { signal, onProgress: say('Predicting the study') },
    );
  }
  context.notify({ kind: 'demo-ready', sourceId });
  return { sourceId, trained, studyFolder: files.studyFolder, labelledFolder: files.labelledDicomFolder };
}
