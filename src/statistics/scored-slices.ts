import type { TrainableLabel } from '../review/label.ts';

/** A slice with what the model said (0..1, of haemorrhage), what the reference says, and the group it belongs to. */
export interface ScoredSlice {
  readonly probability: number;
  readonly label: TrainableLabel;
  /** Patient, study or near-duplicate cluster. */
  readonly group: string;
}

/** How often each slice counts, in the order of the ranking; whole numbers. */
export type Weights = Uint32Array;

/** Scored slices as columns, highest probability first, so that each statistic is one pass, whatever the weights. */
export interface RankedScores {
  readonly n: number;
  readonly positiveCount: number;
  readonly negativeCount: number;
  readonly groupCount: number;
  readonly scores: Float64Array;
  /** 1 for haemorrhage, 0 for none. */
  readonly positives: Uint8Array;
  /** Number of the slice's group, counted from 0 in the order of the given list. */
  readonly groups: Int32Array;
  /** Where the slice stood in the given list. */
  readonly order: Int32Array;
  /** Every slice once. */
  readonly once: Weights;
}

/**
 * Ranks scored slices. Equal probabilities keep the order of the list.
 * @throws RangeError for a probability that is not a number in 0..1
 */
export function rankScores(slices: readonly ScoredSlice[]): RankedScores {
  const numbers = new Map<string, number>();
  const groupOf = slices.map(({ probability, group }, index) => {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`Slice ${index} has ${probability}, which is not a probability.`);
    }
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
  const order = Int32Array.from(slices.keys()).sort(
    (a, b) => probabilityAt(slices, b) - probabilityAt(slices, a) || a - b,
  );
  const positives = Uint8Array.from(order, (index) => (slices[index]?.label === 'haemorrhage' ? 1 : 0));
  const positiveCount = positives.reduce((sum, positive) => sum + positive, 0);
  return {
    n: slices.length,
    positiveCount,
    negativeCount: slices.length - positiveCount,
    groupCount: numbers.size,
    scores: Float64Array.from(order, (index) => probabilityAt(slices, index)),
    positives,
    groups: Int32Array.from(order, (index) => groupOf[index] as number),
    order,
    once: new Uint32Array(slices.length).fill(1),
  };
}

function probabilityAt(slices: readonly ScoredSlice[], index: number): number {
  return (slices[index] as ScoredSlice).probability;
}
