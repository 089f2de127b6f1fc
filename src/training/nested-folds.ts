import { dealFolds, type FoldMember } from '../dataset/folds.ts';
import { deriveSeed } from '../random/seeded-random.ts';
import { ensembleFolds } from './ensemble.ts';
import { type FoldTraining, trainingOfFold } from './fold-training.ts';
import type { TrainingSettings } from './training-settings.ts';

/** One fold of one repeat, both 0-based. */
export interface FoldTask {
  readonly repeat: number;
  readonly fold: number;
}

/** A training of a cross-validation with the seed that it starts from. */
export interface SeededTraining extends FoldTraining {
  readonly seed: number;
}

/** "Repeat 1 of 2, fold 3 of 5": a fold for a person. */
export function foldWords(
  run: { readonly repeats: number; readonly folds: number },
  { repeat, fold }: FoldTask,
): string {
  const ofRepeats = run.repeats > 1 ? `Repeat ${repeat + 1} of ${run.repeats}, fold` : 'Fold';
  return `${ofRepeats} ${fold + 1} of ${run.folds}`;
}

/** Every fold of every repeat, in the order in which they are trained. */
export function foldTasks(run: { readonly repeats: number; readonly folds: number }): FoldTask[] {
  return Array.from({ length: run.repeats * run.folds }, (_, at) => ({
    repeat: Math.floor(at / run.folds),
    fold: at % run.folds,
  }));
}

/**
 * The training by which a fold is asked.
 * @param deal the fold of each member in the task's repeat
 * @param seed of the cross-validation
 */
export function outerTraining(deal: readonly number[], seed: number, { repeat, fold }: FoldTask): SeededTraining {
  return { ...trainingOfFold(deal, fold), seed: deriveSeed(seed, 'fold', repeat, fold) };
}

/**
 * The trainings by which a fold chooses among recipes, on the slices alone that it learns from: a list for each recipe, of
 * the same inner folds.
 * @throws RangeError in words where those slices have too few groups of a label
 */
export function innerTrainings(
  members: readonly FoldMember[],
  { taught }: FoldTraining,
  run: { readonly seed: number; readonly innerFolds: number; readonly recipes: readonly unknown[] },
  task: FoldTask,
): SeededTraining[][] {
  const inner = taught.flatMap((place) => members[place] ?? []);
  const seed = deriveSeed(run.seed, 'inner', task.repeat, task.fold);
  const dealt = dealFolds(inner, { folds: run.innerFolds, seed });
  const deal = inner.map(({ key }) => dealt.get(key) ?? 0);
  const outer = (places: readonly number[]): number[] => places.map((place) => taught[place] ?? 0);
  return run.recipes.map((_, recipe) =>
    Array.from({ length: run.innerFolds }, (__, fold) => {
      const training = trainingOfFold(deal, fold);
      return { taught: outer(training.taught), asked: outer(training.asked), seed: deriveSeed(seed, recipe, fold) };
    }),
  );
}

/**
 * The fold of each taught slice for an ensemble of folds; null for any other.
 * @throws RangeError in words where there are too few groups for the folds
 */
export function ensembleDeal(
  members: readonly FoldMember[],
  { taught, seed }: SeededTraining,
  { ensemble }: Pick<TrainingSettings, 'ensemble'>,
): Uint8Array | null {
  const learning = taught.flatMap((place) => members[place] ?? []);
  return ensembleFolds(learning, { ensemble, seed });
}
