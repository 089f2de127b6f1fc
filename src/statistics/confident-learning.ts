import type { TrainableLabel } from '../review/label.ts';
import type { ScoredSlice } from './scored-slices.ts';

/** Tolerance with which a probability reaches a threshold, as in cleanlab. */
const TOLERANCE = 1e-6;

/** A slice whose label is likely to be wrong. */
export interface LabelCandidate {
  /** Where the slice stands in the given list. */
  readonly index: number;
  readonly given: TrainableLabel;
  readonly suggested: TrainableLabel;
  /** Probability (0..1) of the given label: the lower, the more suspect. */
  readonly selfConfidence: number;
  /** Probability of the given label less that of the other one, -1..1: the lower, the more suspect. */
  readonly margin: number;
}

export interface LabelAudit {
  /** Mean probability of a label over the slices that carry it; null where none does. */
  readonly thresholds: Readonly<Record<TrainableLabel, number | null>>;
  /** How many slices of each given label (outer) are confidently of each label (inner). */
  readonly confidentJoint: Readonly<Record<TrainableLabel, Readonly<Record<TrainableLabel, number>>>>;
  readonly candidates: readonly LabelCandidate[];
}

/**
 * Ranks the labels most likely to be wrong by confident learning (Northcutt, Jiang & Chuang, 2021, J. Artif. Intell. Res.
 * 70:1373-1411): a slice is confidently of a label whose probability reaches the mean over the slices that carry that label, the
 * more probable one where both do; slices confidently of the other label are the candidates. With two labels, ranking by
 * self-confidence and by margin (2 x self-confidence - 1) is the same. Equals stay in the order of the list.
 * @param slices with out-of-fold probabilities; those of a model that saw the slice in training would hide its errors
 * @throws RangeError for a probability that is not a number in 0..1
 */
export function auditLabels(slices: readonly ScoredSlice[]): LabelAudit {
  const thresholds = { haemorrhage: thresholdOf(slices, 'haemorrhage'), none: thresholdOf(slices, 'none') };
  const confidentJoint = { haemorrhage: { haemorrhage: 0, none: 0 }, none: { haemorrhage: 0, none: 0 } };
  const candidates: LabelCandidate[] = [];
  slices.forEach((slice, index) => {
    const confident = confidentLabel(slice, thresholds);
    if (confident === null) return;
    confidentJoint[slice.label][confident] += 1;
    if (confident === slice.label) return;
    const selfConfidence = probabilityOf(slice, slice.label);
    candidates.push({
      index,
      given: slice.label,
      suggested: confident,
      selfConfidence,
      margin: 2 * selfConfidence - 1,
    });
  });
  candidates.sort((a, b) => a.selfConfidence - b.selfConfidence || a.index - b.index);
  return { thresholds, confidentJoint, candidates };
}

function probabilityOf({ probability }: ScoredSlice, label: TrainableLabel): number {
  return label === 'haemorrhage' ? probability : 1 - probability;
}

function thresholdOf(slices: readonly ScoredSlice[], label: TrainableLabel): number | null {
  let sum = 0;
  let count = 0;
  slices.forEach((slice, index) => {
    if (!(slice.probability >= 0 && slice.probability <= 1)) {
      throw new RangeError(`Slice ${index} has ${slice.probability}, which is not a probability.`);
    }
    if (slice.label !== label) return;
    sum += probabilityOf(slice, label);
    count += 1;
  });
  return count === 0 ? null : sum / count;
}

function confidentLabel(slice: ScoredSlice, thresholds: LabelAudit['thresholds']): TrainableLabel | null {
  const reaches = (label: TrainableLabel): boolean => {
    const threshold = thresholds[label];
    return threshold !== null && probabilityOf(slice, label) >= threshold - TOLERANCE;
  };
  const haemorrhage = reaches('haemorrhage');
  const none = reaches('none');
  if (haemorrhage && none) return slice.probability >= 0.5 ? 'haemorrhage' : 'none';
  if (haemorrhage) return 'haemorrhage';
  return none ? 'none' : null;
}
