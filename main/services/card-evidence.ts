import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import type { ModelCardFacts } from '../../src/report/card-facts.ts';
import { crossValidationResult, listCrossValidations } from './cross-validation-result.ts';
import { storedShortcuts } from './dataset-shortcuts.ts';
import type { ServiceContext } from './service-context.ts';

/** What a model card gives besides the held-out figures, where the project has it. */
export type CardEvidence = Pick<ModelCardFacts, 'crossValidation' | 'shortcuts' | 'sealed' | 'looks'> & {
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

/** All that the project has measured of a data set version besides its models' own held-out slices. */
export function cardEvidence(
  context: ServiceContext,
  datasetVersionId: number,
  prevalence: number | null,
): CardEvidence {
  const crossValidation = newestCrossValidation(context, datasetVersionId, prevalence);
  // On the folds of the cross-validation where there is one: those are the network's own.
  const audit = crossValidation?.shortcuts ?? storedShortcuts(context, datasetVersionId)?.audit ?? null;
  return {
    crossValidation,
    shortcuts: audit?.classifiers.map(({ sees, figures }) => ({ name: sees, ...figures })) ?? null,
    sealed: [],
    looks: [],
    further: [],
  };
}
