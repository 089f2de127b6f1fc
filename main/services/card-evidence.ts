import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import type { ModelCardFacts } from '../../src/report/card-facts.ts';
import { datasetMembers } from '../store/dataset-versions.ts';
import { looksAtTestSet } from '../store/test-looks.ts';
import { listTestSets, sealedSlices } from '../store/test-sets.ts';
import { knownHeatmapCheck } from './check-heatmaps.ts';
import { crossValidationResult, listCrossValidations } from './cross-validation-result.ts';
import { storedShortcuts } from './dataset-shortcuts.ts';
import { takenLook } from './open-test-set.ts';
import type { ServiceContext } from './service-context.ts';

/** What a model card gives besides the held-out figures, where the project has it. */
export type CardEvidence = Pick<
  ModelCardFacts,
  'crossValidation' | 'shortcuts' | 'heatmapCheck' | 'sealed' | 'looks'
> & {
  /** Figures on sealed test sets and on other sources. */
  readonly further: ModelCardFacts['measured'];
};

/** The newest finished cross-validation of a data set version; null where there is none. */
function newestCrossValidation(
  context: ServiceContext,
  datasetVersionId: number,
  prevalence: number | null,
): CrossValidationResult | null {
  const newest = listCrossValidations(context).find(
    ({ status, datasetId }) => status === 'finished' && datasetId === datasetVersionId,
  );
  return newest ? crossValidationResult(context, newest.id, prevalence) : null;
}

/** How many slices of a data set version lie in each sealed test set. */
function sealedInVersion(context: ServiceContext, datasetVersionId: number): CardEvidence['sealed'] {
  const testSetOf = sealedSlices(context.store.db);
  const counts = new Map<string, number>();
  for (const { sliceId } of datasetMembers(context.store.db, datasetVersionId)) {
    const testSet = testSetOf.get(sliceId);
    if (testSet !== undefined) counts.set(testSet, (counts.get(testSet) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => ({ words, count }));
}

/** Every look at a sealed test set, by whichever model, and the figures of those by one model. */
function sealedTests(context: ServiceContext, modelId: number): Pick<CardEvidence, 'looks' | 'further'> {
  const looks = listTestSets(context.store.db).flatMap(({ id, name, manifestSha256 }) =>
    looksAtTestSet(context.store.db, id).map((look) => ({ ...look, name, manifestSha256 })),
  );
  return {
    looks: looks.map(({ name, manifestSha256, look, openedMs, model }) => {
      return { testSet: name, testSetSha256: manifestSha256, look, time: new Date(openedMs).toISOString(), model };
    }),
    further: looks
      .filter((look) => look.modelId === modelId)
      .map(({ testSetId, look }) => takenLook(context, { testSetId, look })),
  };
}

/**
 * All that the project has measured of a data set version besides its models' own held-out slices.
 * @param given a cross-validation to print instead of the newest finished one
 */
export function cardEvidence(
  context: ServiceContext,
  model: { readonly modelId: number; readonly datasetVersionId: number },
  prevalence: number | null,
  given: CrossValidationResult | null = null,
): CardEvidence {
  const { datasetVersionId } = model;
  const crossValidation = given ?? newestCrossValidation(context, datasetVersionId, prevalence);
  // On the folds of the cross-validation where there is one: those are the network's own.
  const audit = crossValidation?.shortcuts ?? storedShortcuts(context, datasetVersionId)?.audit ?? null;
  return {
    crossValidation,
    shortcuts: audit?.classifiers.map(({ sees, figures }) => ({ name: sees, ...figures })) ?? null,
    heatmapCheck: knownHeatmapCheck(context, model.modelId),
    sealed: sealedInVersion(context, datasetVersionId),
    ...sealedTests(context, model.modelId),
  };
}
