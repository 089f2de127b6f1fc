import type { CorrectionBatch } from '../../src/contract/training-methods.ts';
import { type LabelDifference, versionDifference } from '../../src/dataset/label-differences.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { type DatasetVersionRow, listDatasetVersions } from '../store/dataset-versions.ts';
import { type PredictionRow, predictionsOfModel } from '../store/predictions.ts';
import { sliceIdsOfKeys, slicePlaces } from '../store/slices.ts';
import { labelsOfManifest } from './dataset-labels.ts';
import type { LoadedModel } from './model-reference.ts';
import { predictSlices } from './predict-slices.ts';
import type { ServiceContext } from './service-context.ts';
import { type DatasetSplit, loadSplit } from './split-dataset.ts';

export interface ModelsOfTwoVersions {
  readonly candidate: LoadedModel;
  readonly baseline: LoadedModel;
}

/**
 * The labels that were corrected between the data set versions of two models, version by version, each with what both
 * models call the slice now and which part the slice has in the candidate's split. Empty where the candidate's version is
 * not the later one. Slices that a model has not predicted are predicted now; a call is null where that failed.
 */
export async function correctionsBetween(
  context: ServiceContext,
  compute: ComputeClient,
  { candidate, baseline }: ModelsOfTwoVersions,
  signal: AbortSignal | undefined,
): Promise<CorrectionBatch[]> {
  const from = loadSplit(context, baseline.run.splitId).datasetVersionId;
  const split = loadSplit(context, candidate.run.splitId);
  const versions = listDatasetVersions(context.store.db)
    .filter(({ id }) => id >= from && id <= split.datasetVersionId)
    .reverse();
  const steps = versions.flatMap((version, place) => {
    const before = versions[place - 1];
    return before ? [{ version, ...differenceOf(before, version) }] : [];
  });
  const keys = steps.flatMap(({ corrected }) => corrected.map(({ key }) => key));
  const ids = sliceIdsOfKeys(context.store.db, keys);
  const sliceIds = [...new Set(ids.values())];
  const facts = {
    ids,
    places: slicePlaces(context.store.db, sliceIds),
    parts: partsOf(split),
    candidate: await callsOf(context, compute, candidate, sliceIds, signal),
    baseline: await callsOf(context, compute, baseline, sliceIds, signal),
  };
  return steps.map(({ version, corrected, added, removed }) => ({
    version: version.name,
    note: version.note,
    added,
    removed,
    corrected: corrected.flatMap((difference) => correctionOf(difference, version, facts)),
  }));
}

type Call = PredictionRow['call'];
type Part = DatasetSplit['members'][number]['part'];

interface SliceFacts {
  readonly ids: ReadonlyMap<string, number>;
  readonly places: ReturnType<typeof slicePlaces>;
  readonly parts: ReadonlyMap<number, Part>;
  readonly candidate: ReadonlyMap<number, Call>;
  readonly baseline: ReadonlyMap<number, Call>;
}

function differenceOf(before: DatasetVersionRow, after: DatasetVersionRow) {
  return versionDifference(labelsOfManifest(before.manifest.content), labelsOfManifest(after.manifest.content));
}

function partsOf({ members }: DatasetSplit): Map<number, Part> {
  return new Map(members.map(({ sliceId, part }) => [sliceId, part]));
}

function correctionOf(
  { key, before, after }: LabelDifference,
  version: DatasetVersionRow,
  facts: SliceFacts,
): CorrectionBatch['corrected'] {
  const sliceId = facts.ids.get(key);
  const place = sliceId === undefined ? undefined : facts.places.get(sliceId);
  if (sliceId === undefined || !place) return [];
  const origin = version.manifest.provenance.find((entry) => sliceKey(entry) === key)?.origin;
  return [
    {
      sliceId,
      ...place,
      before,
      after,
      reader: origin?.kind === 'read' ? origin.reader : null,
      part: facts.parts.get(sliceId) ?? null,
      baselineCall: facts.baseline.get(sliceId) ?? null,
      candidateCall: facts.candidate.get(sliceId) ?? null,
    },
  ];
}

async function callsOf(
  context: ServiceContext,
  compute: ComputeClient,
  model: LoadedModel,
  sliceIds: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Map<number, Call>> {
  const known = predictionsOfModel(context.store.db, model.row.id);
  const missing = sliceIds.filter((sliceId) => !known.has(sliceId));
  const { predictions } = await predictSlices(context, compute, model, missing, { signal });
  for (const row of predictions) known.set(row.sliceId, row);
  return new Map(sliceIds.flatMap((sliceId) => callOf(known, sliceId)));
}

function callOf(known: ReadonlyMap<number, PredictionRow>, sliceId: number): [number, Call][] {
  const row = known.get(sliceId);
  return row ? [[sliceId, row.call]] : [];
}
