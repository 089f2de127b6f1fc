import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import { callAt } from '../../src/prediction/call.ts';
import type { Label, TrainableLabel } from '../../src/review/label.ts';
import { auditLabels } from '../../src/statistics/confident-learning.ts';
import type { EvaluationView } from './evaluation-view.ts';

/** Why a slice is worth reading again. */
export type RereadKind = 'suspect' | 'uncertain' | 'disagreement';

/** A slice that is worth reading again. */
export interface RereadEntry {
  readonly sliceId: number;
  readonly sourceId: number;
  readonly file: string;
  /** The label that stands now. */
  readonly label: Label | null;
  /** Mean probability of haemorrhage of networks that did not learn from the slice. */
  readonly probability: number;
}

export interface RereadBasis {
  readonly view: EvaluationView;
  /** Where a cross-validation is shown: its own ranking of labels is taken. */
  readonly result: CrossValidationResult | null;
  readonly threshold: number;
  /** The labels that stand now, by slice; a slice that is not in it is no longer in the project's lists. */
  readonly current: ReadonlyMap<number, Label | null>;
}

/** Every slice can be called uncertain; these many are listed. */
const MOST_UNCERTAIN = 30;

/** Suspect labels as given, most suspect first: by the cross-validation, else by confident learning on the slices shown. */
function suspects({
  view,
  result,
}: RereadBasis): readonly { readonly sliceId: number; readonly given: TrainableLabel }[] {
  if (result) return result.suspectLabels;
  return auditLabels(view.slices).candidates.flatMap(({ index, given }) => {
    const slice = view.slices[index];
    return slice ? [{ sliceId: slice.sliceId, given }] : [];
  });
}

/**
 * The slices to read again, the first most in need of it. Suspect labels that were changed since are left out; so are, of
 * disagreements between the call and the label that stands now, slices that are unsure or excluded.
 */
export function rereadList(kind: RereadKind, basis: RereadBasis): RereadEntry[] {
  const { view, threshold, current } = basis;
  const entries = view.slices.flatMap(({ sliceId, sourceId, file, probability }): RereadEntry[] => {
    const label = current.get(sliceId);
    return label === undefined ? [] : [{ sliceId, sourceId, file, label, probability }];
  });
  const distance = ({ probability }: RereadEntry): number => Math.abs(probability - threshold);
  switch (kind) {
    case 'suspect': {
      const bySlice = new Map(entries.map((entry) => [entry.sliceId, entry]));
      return suspects(basis).flatMap(({ sliceId, given }) => {
        const entry = bySlice.get(sliceId);
        return entry && entry.label === given ? [entry] : [];
      });
    }
    case 'uncertain':
      return entries.sort((a, b) => distance(a) - distance(b)).slice(0, MOST_UNCERTAIN);
    case 'disagreement':
      return entries
        .filter(({ label, probability }) => {
          const decided = label === 'haemorrhage' || label === 'none';
          return decided && callAt(probability, threshold) !== label;
        })
        .sort((a, b) => distance(b) - distance(a));
  }
}
