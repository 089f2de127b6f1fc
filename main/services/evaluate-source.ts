import type { Evaluation } from '../../src/contract/training-methods.ts';
import { developmentHeading } from '../../src/dataset/evidence-words.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { evaluationOf } from '../../src/statistics/evaluation-of.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { type DatasetVersionRow, findDatasetVersion, newestDatasetVersion } from '../store/dataset-versions.ts';
import { sliceIdsOfKeys, slicePlaces } from '../store/slices.ts';
import { slicesOfSources } from '../store/source-slices.ts';
import { findSource } from '../store/sources.ts';
import { developmentMembers } from './development-slices.ts';
import { type EvaluateOptions, predictMissing, recordEvaluation, testSetNames } from './evaluate-model.ts';
import { findNearDuplicates } from './find-near-duplicates.ts';
import { type LoadedModel, loadModel } from './model-reference.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { ofSources } from './source-members.ts';
import { taughtBy, tiedToTaught } from './taught-slices.ts';

export interface EvaluateSourceRequest {
  readonly modelId: number;
  readonly sourceId: number;
  /** Whose labels count; the newest version's for null. */
  readonly datasetId: number | null;
  readonly reader: string | null;
}

/**
 * Figures of a model on the labelled slices of a source that it did not learn from; where it learnt from others of it, the
 * heading says so. Slices that hang together with any
 * slice that it learnt from (same patient, study, file, pixels or a near-duplicate) are left out, and their number is said
 * in the heading.
 * @throws ServiceError `no-model`, `no-dataset`, `nothing-to-measure` where the model learnt from all of them
 */
export async function evaluateSource(
  context: ServiceContext,
  compute: ComputeClient,
  request: EvaluateSourceRequest,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { db } = context.store;
  const model = loadModel(context, request.modelId);
  const dataset = request.datasetId === null ? newestDatasetVersion(db) : findDatasetVersion(db, request.datasetId);
  if (!dataset) throw new ServiceError('no-dataset', 'There is no such data set version. Freeze the labels first.');
  const name = findSource(db, request.sourceId)?.name ?? `source ${request.sourceId}`;
  await findNearDuplicates(context, compute, { reader: request.reader }, { signal: options.signal });
  const members = developmentMembers(context, dataset.id);
  const own = ofSources(context, { members }, [request.sourceId]).members;
  const tied = tiedToTaught(
    context,
    model.run,
    own.map(({ sliceId }) => sliceId),
  );
  const untaught = own.filter(({ sliceId }) => !tied.has(sliceId));
  if (untaught.length === 0) {
    const message = `${model.row.name} learnt from every labelled slice of ${name}, or from one that hangs together with it. Train on other sources alone first.`;
    throw new ServiceError('nothing-to-measure', message);
  }
  const sliceIds = untaught.map(({ sliceId }) => sliceId);
  const { known, failures } = await predictMissing(context, compute, model, sliceIds, options);
  const places = slicePlaces(db, sliceIds);
  const inSource = slicesOfSources(db, [request.sourceId]);
  const heading = headingOf(context, model, name, inSource, own.length, untaught.length);
  const slices = untaught.flatMap(({ sliceId, label, group }) => {
    const [prediction, place] = [known.get(sliceId), places.get(sliceId)];
    return prediction && place ? [{ sliceId, ...place, label, probability: prediction.probability, group }] : [];
  });
  const evaluation = evaluationOf(
    {
      modelId: model.row.id,
      modelName: model.row.name,
      evidence: {
        kind: 'other-source',
        heading,
        sourceId: request.sourceId,
      },
      datasetId: dataset.id,
      datasetName: dataset.name,
      threshold: model.row.threshold,
      ...countSetAside(context, dataset, inSource),
      missing: failures.map(({ file, message }) => ({ file, message })),
    },
    slices,
  );
  recordEvaluation(context, model.row, evaluation, request.reader);
  return evaluation;
}

/** Slices of a source that a version sets aside: never scored. */
function countSetAside(
  context: ServiceContext,
  { manifest }: DatasetVersionRow,
  inSource: ReadonlySet<number>,
): { unsure: number; excluded: number } {
  const count = (slices: readonly { fileSha256: string; frame: number }[]): number =>
    [...sliceIdsOfKeys(context.store.db, slices.map(sliceKey)).values()].filter((id) => inSource.has(id)).length;
  return { unsure: count(manifest.content.unsure), excluded: count(manifest.content.excluded) };
}

/** What was measured on, what the model learnt from it all the same, and how many slices were left out for it. */
function headingOf(
  context: ServiceContext,
  { run }: LoadedModel,
  name: string,
  inSource: ReadonlySet<number>,
  all: number,
  scored: number,
): string {
  const learntFromIt = [...taughtBy(context, run)].some((sliceId) => inSource.has(sliceId));
  const what = learntFromIt
    ? `Slices of source ${name} that the model did not learn from (it learnt from others of ${name})`
    : `Source ${name}, which the model learnt nothing from`;
  const leftOut = all - scored;
  const apart = leftOut === 0 ? '' : ` (${leftOut} of ${all} left out, as they hang together with its training)`;
  return developmentHeading(`${what}${apart}`, testSetNames(context));
}
