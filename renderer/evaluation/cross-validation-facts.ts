import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';

/** The lowest and the highest of the values that are there; null where none is. */
export function spreadOf(values: readonly (number | null)[]): { readonly low: number; readonly high: number } | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : { low: Math.min(...there), high: Math.max(...there) };
}

/** How often each architecture was chosen, most often first. */
export function choiceCounts({ run, choices }: Pick<CrossValidationResult, 'run' | 'choices'>) {
  return run.recipes
    .map(({ architecture }, recipe) => ({
      name: architecture.name,
      count: choices.filter((choice) => choice.recipe === recipe).length,
    }))
    .sort((a, b) => b.count - a.count);
}
