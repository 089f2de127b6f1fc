import type { TrainableLabel } from '../review/label.ts';

/** A training of a cross-validation: which slices teach, and which are then asked about. Places in the list of members. */
export interface FoldTraining {
  readonly taught: readonly number[];
  readonly asked: readonly number[];
}

/** The training of one fold: every other fold teaches. */
export function trainingOfFold(folds: readonly number[], fold: number): FoldTraining {
  const taught: number[] = [];
  const asked: number[] = [];
  folds.forEach((own, place) => {
    (own === fold ? asked : taught).push(place);
  });
  return { taught, asked };
}

/** 1 for haemorrhage, 0 for none. */
export function classOf(label: TrainableLabel): 0 | 1 {
  return label === 'haemorrhage' ? 1 : 0;
}
