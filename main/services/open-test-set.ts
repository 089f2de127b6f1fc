import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { MeasuredModel } from '../../src/contract/training-methods.ts';
import { sealedTestHeading } from '../../src/dataset/evidence-words.ts';
import { type TestSetSlice, testSetManifest } from '../../src/dataset/test-set.ts';
import { confusionOf, outcomeOf } from '../../src/statistics/confusion.ts';
import { evaluationOf } from '../../src/statistics/evaluation-of.ts';
import { withFigures } from '../../src/statistics/with-figures.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { sha256OfText } from '../store/audit-log.ts';
import { currentModel } from '../store/models.ts';
import { insertPredictions, type PredictionRow, predictionsOfModel } from '../store/predictions.ts';
import { findSlices, slicePlaces } from '../store/slices.ts';
import { insertLook, looksAtTestSet, type TestLookRow } from '../store/test-looks.ts';
import { listTestSets, type SealedSlice, slicesOfTestSet, type TestSetRow } from '../store/test-sets.ts';
import { datasetName } from './list-models.ts';
import { type LoadedModel, loadModel } from './model-reference.ts';
import { predictSlices } from './predict-slices.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { tiedToTaught } from './taught-slices.ts';

export interface OpenTestRequest {
  readonly testSetId: number;
  /** Must be the model that reads for the project, since the choice comes before the test; null for just that one. */
  readonly modelId: number | null;
  readonly reader: string | null;
}

export interface OpenTestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Opens a sealed test set with the model that reads for the project: predicts its slices, counts the look, writes both and
 * the audit entry in one transaction, and gives the figures under the frozen labels. A look that fails before that is
 * none: nothing of it is stored or told.
 * @throws ServiceError `not-chosen` for another model, `slices-missing`, `test-set-altered`, `no-test-set`, `no-model`
 */
export async function openTestSet(
  context: ServiceContext,
  compute: ComputeClient,
  request: OpenTestRequest,
  options: OpenTestOptions = {},
): Promise<MeasuredModel> {
  const testSet = requireTestSet(context, request.testSetId);
  const model = requireChosen(context, request.modelId);
  const slices = slicesOfTestSet(context.store.db, testSet.id);
  requireUnaltered(context, testSet, slices);
  const { predictions, failures } = await predictSlices(
    context,
    compute,
    model,
    slices.map(({ sliceId }) => sliceId),
    {
      signal: options.signal,
      opensTestSet: true,
      onBatch: ({ done, total }) => options.onProgress?.(done, total),
    },
  );
  const [failed] = failures;
  if (failed) {
    const message = `${failed.file} cannot be read: ${failed.message} A test set is opened with all its slices or not at all; this was no look.`;
    throw new ServiceError('slices-missing', message);
  }
  const look = recordLook(context, testSet, model, slices, predictions, request.reader);
  return measureLook(context, testSet, model, look);
}

/**
 * The figures of a look that was taken: the stored predictions under the frozen labels. Not a look of its own.
 * @throws ServiceError `no-test-set`, `no-look`
 */
export function takenLook(context: ServiceContext, request: { testSetId: number; look: number }): MeasuredModel {
  const testSet = requireTestSet(context, request.testSetId);
  const look = looksAtTestSet(context.store.db, testSet.id).find((taken) => taken.look === request.look);
  if (!look) throw new ServiceError('no-look', `Test set ${testSet.name} has no look ${request.look}.`);
  return measureLook(context, testSet, loadModel(context, look.modelId), look);
}

function requireTestSet(context: ServiceContext, testSetId: number): TestSetRow {
  const testSets = listTestSets(context.store.db);
  const found = testSets.find(({ id }) => id === testSetId);
  if (!found) throw new ServiceError('no-test-set', `There is no sealed test set ${testSetId} in this project.`);
  return found;
}

function requireChosen(context: ServiceContext, modelId: number | null): LoadedModel {
  const chosen = currentModel(context.store.db);
  const model = loadModel(context, modelId);
  if (chosen?.id === model.row.id) return model;
  const message =
    `${model.row.name} does not read for this project. A sealed test comes after the choice: promote the model first, and ` +
    'open the test then.';
  throw new ServiceError('not-chosen', message);
}

/** The slices must be those of the hash that fixed them. */
function requireUnaltered(context: ServiceContext, testSet: TestSetRow, slices: readonly SealedSlice[]): void {
  const labels = new Map(slices.map(({ sliceId, label }) => [sliceId, label]));
  const manifest: TestSetSlice[] = findSlices(context.store.db, [...labels.keys()]).flatMap((slice) => {
    const label = labels.get(slice.id);
    if (label === undefined || slice.pixelSha256 === null) return [];
    return [{ fileSha256: slice.sha256, frame: slice.frame, pixelSha256: slice.pixelSha256, label }];
  });
  if (sha256OfText(canonicalJson(testSetManifest(manifest))) === testSet.manifestSha256) return;
  throw new ServiceError(
    'test-set-altered',
    `The slices of test set ${testSet.name} are not those that were sealed: their hash differs. Restore a backup of the project.`,
  );
}

function recordLook(
  context: ServiceContext,
  testSet: TestSetRow,
  model: LoadedModel,
  slices: readonly SealedSlice[],
  predictions: readonly PredictionRow[],
  reader: string | null,
): TestLookRow {
  const { store } = context;
  const calls = new Map(predictions.map(({ sliceId, call }) => [sliceId, call]));
  const outcome = confusionOf(
    slices.flatMap(({ sliceId, label }) => {
      const call = calls.get(sliceId);
      return call === undefined ? [] : [outcomeOf(label, call)];
    }),
  );
  return store.transaction(() => {
    const look = looksAtTestSet(store.db, testSet.id).length + 1;
    const n = slices.length;
    const openedMs = context.clock().getTime();
    insertLook(store.db, { testSetId: testSet.id, look, modelId: model.row.id, reader, openedMs, n, outcome });
    insertPredictions(store.db, predictions);
    const { name, weightsSha256 } = model.row;
    const { manifestSha256 } = testSet;
    const facts = { testSet: testSet.name, manifestSha256, look, model: name, weightsSha256, n, ...outcome };
    appendEntry(context, { event: 'test-opened', reader, ...facts });
    const taken = looksAtTestSet(store.db, testSet.id).at(-1);
    if (!taken) throw new Error(`The look at ${testSet.name} is not there after it was written.`);
    return taken;
  });
}

function measureLook(
  context: ServiceContext,
  testSet: TestSetRow,
  model: LoadedModel,
  taken: TestLookRow,
): MeasuredModel {
  const { db } = context.store;
  const sealed = slicesOfTestSet(db, testSet.id);
  const predictions = predictionsOfModel(db, model.row.id);
  const places = slicePlaces(
    db,
    sealed.map(({ sliceId }) => sliceId),
  );
  const slices = sealed.flatMap(({ sliceId, label, group }) => {
    const [prediction, place] = [predictions.get(sliceId), places.get(sliceId)];
    if (!prediction || !place) return [];
    return [{ sliceId, ...place, label, probability: prediction.probability, group }];
  });
  const models = looksAtTestSet(db, testSet.id)
    .filter(({ look }) => look <= taken.look)
    .map((look) => look.model);
  const { name, manifestSha256 } = testSet;
  const facts = {
    modelId: model.row.id,
    modelName: model.row.name,
    evidence: {
      kind: 'sealed-test' as const,
      heading: sealedTestHeading(name, taken.look, models),
      testSet: name,
      testSetSha256: manifestSha256,
      look: taken.look,
    },
    datasetId: model.run.datasetVersionId,
    datasetName: datasetName(context, model.run.datasetVersionId),
    threshold: model.row.threshold,
    unsure: 0,
    excluded: 0,
    missing: [],
  };
  const measured = withFigures(evaluationOf(facts, slices));
  return { ...measured, warnings: [...lookWarnings(context, testSet, model, taken, sealed), ...measured.warnings] };
}

/** What makes a look worth less than a first one at slices that nobody knew. */
function lookWarnings(
  context: ServiceContext,
  testSet: TestSetRow,
  model: LoadedModel,
  { look }: TestLookRow,
  sealed: readonly SealedSlice[],
): string[] {
  const warnings: string[] = [];
  if (look > 1) {
    warnings.push(
      `This is look ${look} at ${testSet.name}: what an earlier look told may have steered what came after it.`,
    );
  }
  if (testSet.predictedBefore > 0) {
    warnings.push(`${testSet.predictedBefore} of its slices had been read by a model before they were sealed.`);
  }
  const sliceIds = sealed.map(({ sliceId }) => sliceId);
  const tied = tiedToTaught(context, model.run, sliceIds).size;
  if (tied > 0) {
    warnings.push(
      `${tied} of its slices hang together with slices that the model learnt from: the figures are too kind.`,
    );
  }
  return warnings;
}
