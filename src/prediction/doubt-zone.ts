/**
 * How wide the zone is in which the app says that it cannot tell: the share of the way from the threshold to 0 below, and to
 * 1 above. 0 is no zone, and 1 would leave nothing to be told.
 */
export const MOST_DOUBT = 0.9;

/** Probabilities between which (ends included) the app cannot tell. */
export interface DoubtZone {
  readonly low: number;
  readonly high: number;
}

/**
 * The zone around a threshold. It reaches as far towards certainty on both sides in proportion, so that a threshold near 0
 * or 1 keeps room on its short side.
 * @param width 0 to MOST_DOUBT
 */
export function doubtZone(threshold: number, width: number): DoubtZone {
  return { low: threshold * (1 - width), high: threshold + (1 - threshold) * width };
}

/** Whether the app cannot tell at this probability. Without a width it always can. */
export function cannotTell(probability: number, threshold: number, width: number): boolean {
  if (width === 0) return false;
  const { low, high } = doubtZone(threshold, width);
  return probability >= low && probability <= high;
}
