import type { Evaluation, Model, TrainingRun } from '../../src/contract/training-methods.ts';
import type { SplitPart } from '../../src/dataset/split.ts';
import { findDatasetVersion } from '../store/dataset-versions.ts';
import { listModelRows, type ModelRow } from '../store/models.ts';
import { countSplitParts } from '../store/splits.ts';
import { listRuns, type RunRow } from '../store/training-runs.ts';
import { storedEvaluation } from './evaluate-model.ts';
import { fewHidden } from './few-hidden.ts';
import { currentModelId, temperatureFacts, weightsPath } from './model-reference.ts';
import type { Viewer } from './reader-sight.ts';
import { requireRun } from './require-run.ts';
import { isContinuable } from './run-checkpoint.ts';
import type { ServiceContext } from './service-context.ts';
import { ofSources } from './source-members.ts';
import { loadSplit } from './split-dataset.ts';

/** All training runs, newest first. */
export function listTrainingRuns(context: ServiceContext): TrainingRun[] {
  return listRuns(context.store.db).map((run) => toTrainingRun(context, run));
}

/**
 * All models, newest first, with the figures on their own held-out slices where those were measured, and would not tell a viewer of
 * the few that are hidden.
 */
export function listModels(context: ServiceContext, viewer: Viewer | null = null): Model[] {
  const currentId = currentModelId(context);
  return listModelRows(context.store.db).map((row) => toModel(context, row, currentId, viewer));
}

export function toTrainingRun(context: ServiceContext, run: RunRow): TrainingRun {
  const parts = partsOf(context, run);
  const model = listModelRows(context.store.db).find((row) => row.runId === run.id);
  return {
    id: run.id,
    datasetId: run.datasetVersionId,
    datasetName: datasetName(context, run.datasetVersionId),
    architecture: run.architecture,
    preprocessing: run.preprocessing,
    settings: run.settings,
    status: run.status,
    reason: run.reason,
    epochs: run.epochs,
    counts: { training: parts.training, validation: parts.validation, heldOut: parts['held-out'] },
    startedMs: run.startedMs,
    finishedMs: run.finishedMs,
    modelId: model?.id ?? null,
    continuable: isContinuable(context, run),
  };
}

function partsOf(context: ServiceContext, run: RunRow): Record<SplitPart, number> {
  if (run.sourceIds === null) return countSplitParts(context.store.db, run.splitId);
  const { members } = ofSources(context, loadSplit(context, run.splitId), run.sourceIds);
  const count = (part: SplitPart): number => members.filter((member) => member.part === part).length;
  return { training: count('training'), validation: count('validation'), 'held-out': count('held-out') };
}

export function toModel(
  context: ServiceContext,
  row: ModelRow,
  currentId: number | null,
  viewer: Viewer | null = null,
): Model {
  const run = requireRun(context, row.runId);
  const evaluation = openEvaluation(context, row, viewer);
  return {
    id: row.id,
    name: row.name,
    runId: row.runId,
    architectureName: run.architecture.name,
    datasetId: run.datasetVersionId,
    datasetName: datasetName(context, run.datasetVersionId),
    weightsSha256: row.weightsSha256,
    weightsFound: weightsPath(context.store.folder, row) !== null,
    threshold: row.threshold,
    temperature: temperatureFacts(row),
    domain: row.domain,
    synthetic: row.synthetic,
    createdMs: row.createdMs,
    current: row.id === currentId,
    accuracy: evaluation?.accuracy ?? null,
    sensitivity: evaluation?.sensitivity ?? null,
    specificity: evaluation?.specificity ?? null,
  };
}

function openEvaluation(context: ServiceContext, row: ModelRow, viewer: Viewer | null): Evaluation | null {
  const evaluation = storedEvaluation(context, row);
  if (evaluation === null || viewer === null) return evaluation;
  const sliceIds = evaluation.slices.map(({ sliceId }) => sliceId);
  return fewHidden(context, viewer, sliceIds).size > 0 ? null : evaluation;
}

export function datasetName(context: ServiceContext, datasetId: number): string {
  return findDatasetVersion(context.store.db, datasetId)?.name ?? `version ${datasetId}`;
}
