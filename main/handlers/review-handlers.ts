import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import type { WorklistItem } from '../../src/contract/review-methods.ts';
import type { AppContext } from '../app-context.ts';
import { listWorklist } from '../services/list-worklist.ts';
import { currentModelId } from '../services/model-reference.ts';
import { openStudy } from '../services/open-study.ts';
import { predictSource } from '../services/predict-source.ts';
import { markPredictionSeen, markPredictionsListed, presentSlice } from '../services/present-slice.ts';
import { recordRead } from '../services/record-read.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { ServiceError } from '../services/service-error.ts';
import { sliceHistory } from '../services/slice-history.ts';
import { emitProject } from './emit-project.ts';

type ReviewHandlers = Pick<
  Handlers,
  | 'study.open'
  | 'worklist.get'
  | 'prediction.start'
  | 'presentation.begin'
  | 'presentation.reveal'
  | 'presentation.listed'
  | 'read.record'
  | 'slice.history'
>;

/** Studies, predictions and reads. */
export function reviewHandlers(app: AppContext): ReviewHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  const reader = (): string => app.preferences.get().readerName;
  return {
    'study.open': async ({ folder }) => {
      const project = context();
      const root = path.resolve(folder);
      app.studyToOpen = null;
      const { jobId } = app.jobs.start('open-study', 'Looking through the folder', async ({ signal, progress }) => {
        await openStudy(project, app.compute, { folder: root, reader: reader() }, { signal, onProgress: progress });
        emitProject(app);
      });
      return { jobId };
    },
    'worklist.get': async ({ sourceId }) => {
      const project = context();
      const worklist = listWorklist(project, { sourceId });
      noteListed(app, project, shownBars(app, worklist.items));
      return worklist;
    },
    'prediction.start': async ({ sourceId, modelId }) => {
      const project = context();
      if (app.jobs.isRunning('predict')) throw new ServiceError('busy', 'Slices are being predicted already.');
      const { jobId } = app.jobs.start('predict', 'Predicting', async ({ signal, progress }) => {
        const { predicted, failures } = await predictSource(
          project,
          app.compute,
          { sourceId, modelId, reader: reader() },
          { signal, onProgress: (done, total) => progress({ done, total }) },
        );
        return failures.length === 0
          ? `Predicted ${predicted} slices.`
          : `Predicted ${predicted} slices; ${failures.length} could not be read.`;
      });
      return { jobId };
    },
    'presentation.begin': async ({ sliceId, predictionVisible }) => {
      const project = context();
      const modelId = currentModelId(project);
      return presentSlice(project, { sliceId, predictionVisible, modelId, reader: reader() });
    },
    'presentation.reveal': async ({ presentationId }) => ({
      prediction: markPredictionSeen(context(), presentationId),
    }),
    'presentation.listed': async (listed) => {
      noteListed(app, context(), listed);
      return {};
    },
    'read.record': async (read) => recordRead(context(), read),
    'slice.history': async ({ sliceId }) => ({ reads: sliceHistory(context(), sliceId) }),
  };
}

/** Slices of a worklist whose bars are drawn: blind-first hides those that nobody has read. */
function shownBars(app: AppContext, items: readonly WorklistItem[]): { modelId: number; sliceIds: number[] } | null {
  const { blindFirst } = app.preferences.get();
  const shown = items.filter(({ prediction, read }) => prediction !== null && (!blindFirst || read));
  const modelId = shown[0]?.prediction?.modelId;
  return modelId === undefined ? null : { modelId, sliceIds: shown.map(({ sliceId }) => sliceId) };
}

/** A list that shows predictions: for this reader they count as seen. Who has given no name reads nothing either. */
function noteListed(
  app: AppContext,
  project: ServiceContext,
  listed: { modelId: number | null; sliceIds: readonly number[] } | null,
): void {
  const reader = app.preferences.get().readerName;
  if (listed !== null && reader.trim() !== '') markPredictionsListed(project, { ...listed, reader });
}
