import type { Evaluation } from '../contract/training-methods.ts';
import { callAt } from '../prediction/call.ts';
import { confusionOf, figuresOf, outcomeOf } from './confusion.ts';

/** A slice as it is scored: which it is, what it is, and what was thought of it. */
export type ScoredPlace = Omit<Evaluation['slices'][number], 'outcome'>;

type Counted = 'n' | 'confusion' | 'accuracy' | 'sensitivity' | 'specificity' | 'slices';

/** An evaluation of scored slices: each one's outcome at the threshold, the confusion matrix, and the three proportions. */
export function evaluationOf(facts: Omit<Evaluation, Counted>, scored: readonly ScoredPlace[]): Evaluation {
  const slices = scored.map((slice) => ({
    ...slice,
    outcome: outcomeOf(slice.label, callAt(slice.probability, facts.threshold)),
  }));
  const confusion = confusionOf(slices.map(({ outcome }) => outcome));
  return { ...facts, confusion, ...figuresOf(confusion), slices };
}
