import type { Handlers } from '../../src/contract/contract.ts';
import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { withFigures } from '../../src/statistics/with-figures.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { compareModels } from '../services/compare-models.ts';
import { discardCheckpoint, prepareContinuation } from '../services/continue-training.ts';
import { evaluateModel } from '../services/evaluate-model.ts';
import { evaluateSource } from '../services/evaluate-source.ts';
import { listModels, listTrainingRuns } from '../services/list-models.ts';
import { nameless, reasonsFor } from '../services/neutral-names.ts';
import { type PreparedRun, prepareTraining } from '../services/prepare-training.ts';
import { previewAugmentation } from '../services/preview-augmentation.ts';
import { promoteModel } from '../services/promote-model.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { trainAndMeasure } from '../services/train-and-measure.ts';
import { comparisonFor, evaluationFor, unveilSlices } from '../services/veil-slices.ts';
import { emitProject } from './emit-project.ts';
import { startTraining } from './start-training.ts';

type TrainingHandlers = Pick<
  Handlers,
  | 'training.start'
  | 'training.preview'
  | 'training.stop'
  | 'training.continue'
  | 'training.discard'
  | 'training.runs'
  | 'model.list'
  | 'model.evaluate'
  | 'model.evaluateSource'
  | 'model.compare'
  | 'evaluation.unveil'
  | 'model.promote'
>;

/** Training, models, and the figures of models. */
export function trainingHandlers(app: AppContext): TrainingHandlers {
  const jobOfRun = new Map<number, string>();
  const reader = (): string => app.preferences.get().readerName;
  const context = (): ServiceContext => app.projects.require().context;
  const forReader = (measured: MeasuredModel): MeasuredModel => evaluationFor(context(), viewerOf(app), measured);
  const startRun = (project: ServiceContext, prepared: PreparedRun): { runId: number; jobId: string } => {
    for (const message of prepared.remarks) project.notify({ kind: 'remark', message });
    const title = `Training ${prepared.run.architecture.name}`;
    const { jobId } = app.jobs.start('train', title, async ({ signal, progress }) => {
      const { run, modelId } = await trainAndMeasure(project, app.compute, prepared, { signal, onProgress: progress });
      emitProject(app);
      if (run.status === 'stopped') return modelId === null ? 'Stopped.' : 'Stopped; what was learnt is kept.';
      if (run.status !== 'diverged') return 'Trained.';
      return nameless(project, viewerOf(app), run.reason ?? 'The loss diverged.');
    });
    jobOfRun.set(prepared.run.id, jobId);
    return { runId: prepared.run.id, jobId };
  };

  return {
    'training.start': ({ sourceIds, ...choices }) => {
      const request = { ...choices, sourceIds: sourceIds ?? undefined, reader: reader() };
      return startTraining(app, (project) => prepareTraining(project, request), startRun);
    },
    'training.continue': ({ runId }) =>
      startTraining(app, (project) => prepareContinuation(project, { runId, reader: reader() }), startRun),
    'training.discard': async ({ runId }) => {
      discardCheckpoint(context(), { runId, reader: reader() });
      return {};
    },
    'training.preview': async (input) => previewAugmentation(context(), app.compute, input, viewerOf(app)),
    'training.stop': async ({ runId }) => {
      const jobId = jobOfRun.get(runId);
      if (jobId) app.jobs.cancel(jobId);
      return {};
    },
    'training.runs': async () => ({ runs: reasonsFor(context(), viewerOf(app), listTrainingRuns(context())) }),
    'model.list': async () => ({ models: listModels(context(), viewerOf(app)) }),
    'model.evaluate': async ({ modelId }) =>
      forReader(withFigures(await evaluateModel(context(), app.compute, { modelId, splitId: null, reader: reader() }))),
    'model.evaluateSource': async ({ modelId, sourceId }) =>
      forReader(
        withFigures(
          await evaluateSource(context(), app.compute, { modelId, sourceId, datasetId: null, reader: reader() }),
        ),
      ),
    'model.compare': async ({ candidateId, baselineId }) =>
      comparisonFor(
        context(),
        viewerOf(app),
        await compareModels(context(), app.compute, { candidateId, baselineId, reader: reader() }),
      ),
    'evaluation.unveil': async (request) => unveilSlices(context(), { ...request, reader: reader() }),
    'model.promote': async ({ modelId, note }) => {
      const model = promoteModel(context(), { modelId, reader: reader(), note }, viewerOf(app));
      emitProject(app);
      return model;
    },
  };
}
