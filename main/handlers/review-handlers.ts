import path from 'node:path';
import type { Handlers, MethodInput } from '../../src/contract/contract.ts';
import type { WorklistItem } from '../../src/contract/review-methods.ts';
import type { AppContext } from '../app-context.ts';
import { outcomeFor, viewerOf } from '../reader-view.ts';
import { bulkRead, previewBulkRead } from '../services/bulk-read.ts';
import { countMindChanges } from '../services/count-mind-changes.ts';
import { nextToRead } from '../services/hidden-repeats.ts';
import { listedSlice, listWorklist } from '../services/list-worklist.ts';
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
  | 'worklist.item'
  | 'worklist.next'
  | 'prediction.start'
  | 'presentation.begin'
  | 'presentation.reveal'
  | 'presentation.listed'
  | 'read.record'
  | 'read.bulk'
  | 'read.bulk-preview'
  | 'reads.changes'
  | 'slice.history'
>;

/** Studies, predictions and reads. Each answer holds what the reader may see, and no more. */
export function reviewHandlers(app: AppContext): ReviewHandlers {
  const context = (): ServiceContext => app.projects.require().context;
  const reader = (): string => app.preferences.get().readerName;
  const viewer = () => viewerOf(app);
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
      const worklist = listWorklist(project, { sourceId, viewer: viewer() });
      app.projects.showing(sourceId);
      noteListed(app, project, shownBars(worklist.items));
      return worklist;
    },
    'worklist.item': async ({ sourceId, sliceId }) => {
      const project = context();
      const item = listedSlice(project, { sourceId, sliceId, viewer: viewer() });
      noteListed(app, project, shownBars(item ? [item] : []));
      return { item };
    },
    'worklist.next': async (next) => ({ sliceId: nextToRead(context(), { ...next, reader: reader() }) }),
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
      return presentSlice(project, { sliceId, predictionVisible, modelId, ...viewer() });
    },
    'presentation.reveal': async ({ presentationId }) => ({
      prediction: markPredictionSeen(context(), presentationId),
    }),
    'presentation.listed': async (listed) => {
      noteListed(app, context(), { ...listed, onPurpose: true });
      return {};
    },
    'read.record': async (read) => outcomeFor(context(), viewer(), recordRead(context(), read)),
    'read.bulk': async (bulk) => startBulkRead(app, context(), bulk),
    'read.bulk-preview': async ({ sliceIds }) => previewBulkRead(context(), { sliceIds, reader: reader() }),
    'reads.changes': async () => countMindChanges(context(), viewer()),
    'slice.history': async ({ sliceId }) => ({ reads: sliceHistory(context(), sliceId, viewer()) }),
  };
}

/** A cancelled bulk label leaves nothing; one that is done is told of as one act. */
function startBulkRead(app: AppContext, project: ServiceContext, bulk: MethodInput<'read.bulk'>): { jobId: string } {
  if (app.jobs.isRunning('bulk-read')) throw new ServiceError('busy', 'Slices are being labelled in bulk already.');
  const input = { ...bulk, ...viewerOf(app), modelId: currentModelId(project) };
  const { jobId } = app.jobs.start('bulk-read', 'Labelling', async ({ jobId: id, signal, progress }) => {
    const acts = await bulkRead(project, input, { signal, onProgress: (done, total) => progress({ done, total }) });
    app.emit({ kind: 'bulk-read', jobId: id, sliceIds: acts.map(({ sliceId }) => sliceId), label: bulk.label });
    emitProject(app);
  });
  return { jobId };
}

/** Slices of a worklist whose bars are drawn: main leaves out those that are hidden from the reader. */
function shownBars(
  items: readonly Pick<WorklistItem, 'sliceId' | 'prediction'>[],
): { modelId: number; sliceIds: number[] } | null {
  const shown = items.filter(({ prediction }) => prediction !== null);
  const modelId = shown[0]?.prediction?.modelId;
  return modelId === undefined ? null : { modelId, sliceIds: shown.map(({ sliceId }) => sliceId) };
}

/** A list that shows predictions: for this reader they count as seen. Who has given no name reads nothing either. */
function noteListed(
  app: AppContext,
  project: ServiceContext,
  listed: { modelId: number | null; sliceIds: readonly number[]; onPurpose?: boolean } | null,
): void {
  const reader = app.preferences.get().readerName;
  if (listed !== null && reader.trim() !== '') markPredictionsListed(project, { ...listed, reader });
}
