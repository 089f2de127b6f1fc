import type { Handlers } from '../../src/contract/contract.ts';
import { withFigures } from '../../src/statistics/with-figures.ts';
import type { AppContext } from '../app-context.ts';
import { compareModels } from '../services/compare-models.ts';
import { evaluateModel } from '../services/evaluate-model.ts';
import { evaluateSource } from '../services/evaluate-source.ts';
import { listModels, listTrainingRuns } from '../services/list-models.ts';
import { prepareTraining } from '../services/prepare-training.ts';
import { previewAugmentation } from '../services/preview-augmentation.ts';
import { promoteModel } from '../services/promote-model.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { trainAndMeasure } from '../services/train-and-measure.ts';
import { emitProject } from './emit-project.ts';
import { startTraining } from './start-training.ts';

type TrainingHandlers = Pick<
  Handlers,
  | 'training.start'
  | 'training.preview'
  | 'training.stop'
  | 'training.runs'
  | 'model.list'
  | 'model.evaluate'
  | 'model.evaluateSource'
  | 'model.compare'
  | 'model.promote'
>;

/** Training, models, and the figures of models. */
export function trainingHandlers(app: AppContext): TrainingHandlers {
  const jobOfRun = new Map<number, string>();
  const reader = (): string => app.preferences.get().readerName;
  const context = (): ServiceContext => app.projects.require().context;

  return {
    'training.start': ({ sourceIds, ...choices }) => {
      const request = { ...choices, sourceIds: sourceIds ?? undefined, reader: reader() };
      return startTraining(
        app,
        (project) => prepareTraining(project, request),
        (project, prepared) => {
          for (const message of prepared.remarks) app.emit({ kind: 'remark', message });
          const title = `Training ${choices.architecture}`;
          const { jobId } = app.jobs.start('train', title, async ({ signal, progress }) => {
            const { run } = await trainAndMeasure(project, app.compute, prepared, { signal, onProgress: progress });
            emitProject(app);
            if (run.status === 'stopped') return 'Stopped; what was learnt is kept.';
            return run.status === 'diverged' ? (run.reason ?? 'The loss diverged.') : 'Trained.';
          });
          jobOfRun.set(prepared.run.id, jobId);
          return { runId: prepared.run.id, jobId };
        },
      );
    },
    'training.preview': async (input) => previewAugmentation(context(), app.compute, input),
    'training.stop': async ({ runId }) => {
      const jobId = jobOfRun.get(runId);
      if (jobId) app.jobs.cancel(jobId);
      return {};
    },
    'training.runs': async () => ({ runs: listTrainingRuns(context()) }),
    'model.list': async () => ({ models: listModels(context()) }),
    'model.evaluate': async ({ modelId }) =>
      withFigures(await evaluateModel(context(), app.compute, { modelId, splitId: null, reader: reader() })),
    'model.evaluateSource': async ({ modelId, sourceId }) =>
      withFigures(
        await evaluateSource(context(), app.compute, { modelId, sourceId, datasetId: null, reader: reader() }),
      ),
    'model.compare': async ({ candidateId, baselineId }) =>
      compareModels(context(), app.compute, { candidateId, baselineId, reader: reader() }),
    'model.promote': async ({ modelId, note }) => {
      const model = promoteModel(context(), { modelId, reader: reader(), note });
      emitProject(app);
      return model;
    },
  };
}
