import type { Evaluation } from '../../src/contract/training-methods.ts';
import { developmentHeading, tooKindHeading } from '../../src/dataset/evidence-words.ts';
import { evaluationOf } from '../../src/statistics/evaluation-of.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { hasEntryWith } from '../store/audit-log.ts';
import type { ModelRow } from '../store/models.ts';
import { type PredictionRow, predictionsOfModel } from '../store/predictions.ts';
import { unsearchedAmong } from '../store/slice-thumbnails.ts';
import { slicePlaces } from '../store/slices.ts';
import { findSource } from '../store/sources.ts';
import { listTestSets } from '../store/test-sets.ts';
import { findRun } from '../store/training-runs.ts';
import { type LoadedModel, loadModel, temperatureFacts } from './model-reference.ts';
import type { InputFailure } from './network-inputs.ts';
import { predictSlices } from './predict-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ofSources } from './source-members.ts';
import { type DatasetSplit, loadSplit } from './split-dataset.ts';
import { taughtBy, tiedToTaught } from './taught-slices.ts';

export interface EvaluateRequest {
  readonly modelId: number;
  /** Whose held-out slices and whose data set version's labels; the model's own for null. */
  readonly splitId: number | null;
  /** The split's slices of these sources alone, null for all; those that the model's own run was limited to without it. */
  readonly sourceIds?: readonly number[] | null;
  readonly reader: string | null;
}

export interface EvaluateOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Figures of a model on the held-out slices of a split, under the labels of that split's data set version. Slices not
 * yet predicted by this model are predicted now; then the figures go into the log.
 */
export async function evaluateModel(
  context: ServiceContext,
  compute: ComputeClient,
  request: EvaluateRequest,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const model = loadModel(context, request.modelId);
  const sourceIds = request.sourceIds === undefined ? model.run.sourceIds : request.sourceIds;
  const split = ofSources(context, loadSplit(context, request.splitId ?? model.run.splitId), sourceIds);
  const sliceIds = heldOut(split).map((member) => member.sliceId);
  const { known, failures } = await predictMissing(context, compute, model, sliceIds, options);
  const evaluation = withLeaks(context, model, buildEvaluation(context, model.row, split, known, failures));
  recordEvaluation(context, model.row, evaluation, request.reader);
  return evaluation;
}

/**
 * Says in the heading how many of the slices hang together, by today's groups, with slices that the model learnt from, and
 * where it is not known of all because no search for near-duplicates has seen them.
 */
function withLeaks(context: ServiceContext, model: LoadedModel, evaluation: Evaluation): Evaluation {
  const sliceIds = evaluation.slices.map(({ sliceId }) => sliceId);
  const tied = tiedToTaught(context, model.run, sliceIds).size;
  const taught = taughtBy(context, model.run);
  const themselves = sliceIds.filter((sliceId) => taught.has(sliceId)).length;
  const { evidence } = evaluation;
  if (evidence.kind !== 'held-out') return evaluation;
  const unsearched = unsearchedAmong(context.store.db, [...new Set([...taught, ...sliceIds])]).length;
  const notSearched = unsearched > 0 ? '; near-duplicates not searched' : '';
  const own = themselves > 0 ? ` (${themselves} taught it themselves)` : '';
  const tooKind = tooKindHeading(evidence.heading, tied, `with slices that it learnt from${own}`);
  return { ...evaluation, evidence: { ...evidence, heading: `${tooKind}${notSearched}` } };
}

/** The model's predictions of these slices: stored ones, and the rest made and stored now. */
export async function predictMissing(
  context: ServiceContext,
  compute: ComputeClient,
  model: LoadedModel,
  sliceIds: readonly number[],
  options: EvaluateOptions,
): Promise<{ known: Map<number, PredictionRow>; failures: readonly InputFailure[] }> {
  const known = predictionsOfModel(context.store.db, model.row.id);
  const missing = sliceIds.filter((sliceId) => !known.has(sliceId));
  const { predictions, failures } = await predictSlices(context, compute, model, missing, {
    signal: options.signal,
    onBatch: ({ done, total }) => options.onProgress?.(done, total),
  });
  for (const row of predictions) known.set(row.sliceId, row);
  return { known, failures };
}

/** A model's figures on its own held-out slices from stored predictions alone; null where one is not there. */
export function storedEvaluation(context: ServiceContext, model: ModelRow): Evaluation | null {
  const run = findRun(context.store.db, model.runId);
  if (!run) return null;
  const split = ofSources(context, loadSplit(context, run.splitId), run.sourceIds);
  const known = predictionsOfModel(context.store.db, model.id);
  if (!heldOut(split).every((member) => known.has(member.sliceId))) return null;
  return buildEvaluation(context, model, split, known, []);
}

/** Names of the project's sealed test sets, for the headings of all other figures. */
export function testSetNames(context: ServiceContext): string[] {
  return listTestSets(context.store.db).map(({ name }) => name);
}

function heldOut(split: DatasetSplit): DatasetSplit['members'] {
  return split.members.filter((member) => member.part === 'held-out');
}

function buildEvaluation(
  context: ServiceContext,
  model: ModelRow,
  split: DatasetSplit,
  predictions: ReadonlyMap<number, PredictionRow>,
  failures: readonly InputFailure[],
): Evaluation {
  const members = heldOut(split);
  const places = slicePlaces(
    context.store.db,
    members.map((member) => member.sliceId),
  );
  const slices = members.flatMap(({ sliceId, label, group }) => {
    const prediction = predictions.get(sliceId);
    const place = places.get(sliceId);
    return prediction && place ? [{ sliceId, ...place, label, probability: prediction.probability, group }] : [];
  });
  const facts = {
    modelId: model.id,
    modelName: model.name,
    evidence: {
      kind: 'held-out',
      heading: developmentHeading('Held-out part of the development data', testSetNames(context)),
    } as const,
    datasetId: split.datasetVersionId,
    datasetName: split.datasetName,
    threshold: model.threshold,
    temperature: temperatureFacts(model),
    unsure: split.unsure,
    excluded: split.excluded,
    missing: failures.map(({ file, message }) => ({ file, message })),
  };
  return evaluationOf(facts, slices);
}

/** Says in the log which figures were shown, once for each model, data set version, kind of evidence, source and outcome. */
export function recordEvaluation(
  context: ServiceContext,
  model: ModelRow,
  evaluation: Evaluation,
  reader: string | null,
): void {
  const { datasetName: datasetVersion, n, evidence, confusion } = evaluation;
  const source =
    evidence.kind === 'other-source' ? findSource(context.store.db, evidence.sourceId)?.pseudonym : undefined;
  const measuredOn = { evidence: evidence.kind, ...(source !== undefined && { source }) };
  const facts = {
    event: 'model-evaluated',
    model: model.name,
    datasetVersion,
    n,
    ...measuredOn,
    ...confusion,
  } as const;
  if (context.store.readOnly || hasEntryWith(context.store.db, facts)) return;
  context.store.transaction(() => appendEntry(context, { ...facts, reader, weightsSha256: model.weightsSha256 }));
}
