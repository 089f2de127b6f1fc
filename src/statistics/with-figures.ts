import type { Evaluation, MeasuredModel, ModelVerdict } from '../contract/training-methods.ts';
import { compareModels } from './compare-models.ts';
import { evaluationFigures } from './evaluation-figures.ts';

/** Seeds the resamples behind the intervals, so that the same predictions give the same intervals. */
export const INTERVAL_SEED = 1;

/**
 * An evaluation with every figure and its interval.
 * @param prevalence for PPV and NPV, between 0 and 1; null leaves them open
 */
export function withFigures(evaluation: Evaluation, prevalence: number | null = null): MeasuredModel {
  const { threshold, slices } = evaluation;
  const { groupCount, slicesAreIndependent, figures, warnings } = evaluationFigures(slices, {
    threshold,
    prevalence,
    seed: INTERVAL_SEED,
  });
  return { ...evaluation, groupCount, slicesAreIndependent, figures, warnings: [...warnings] };
}

/** Whether a candidate is better than the baseline on the slices that both could read, in words and figures. */
export function verdictBetween(candidate: Evaluation, baseline: Evaluation): ModelVerdict {
  const current = new Map(baseline.slices.map((slice) => [slice.sliceId, slice.probability]));
  const slices = candidate.slices.flatMap(({ sliceId, probability, label, group }) => {
    const before = current.get(sliceId);
    return before === undefined ? [] : [{ candidate: probability, current: before, label, group }];
  });
  const { verdict, words, mcNemarP, accuracyDifference, aucDifference } = compareModels(slices, {
    currentThreshold: baseline.threshold,
    candidateThreshold: candidate.threshold,
    seed: INTERVAL_SEED,
  });
  return { kind: verdict, words, mcNemarP, accuracyDifference, aucDifference };
}
