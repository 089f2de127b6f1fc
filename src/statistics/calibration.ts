import type { Proportion } from '../contract/shared.ts';
import type { RankedScores, Weights } from './scored-slices.ts';
import { wilsonProportion } from './wilson.ts';

/** One bar of a reliability diagram: probabilities in (low, high], the first bin with its lower end. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Mean probability of the slices in the bin; null where it is empty. */
  readonly meanProbability: number | null;
  /** Share of them with haemorrhage, with the Wilson interval. */
  readonly observed: Proportion;
}

/**
 * Reliability diagram: bins of equal width over 0..1, from low to high, with their counts (the bins of scikit-learn's
 * calibration_curve, strategy 'uniform'). Wilson's interval takes slices for independent.
 * @throws RangeError unless the number of bins is a whole number above 0
 */
export function reliabilityBins(ranked: RankedScores, binCount = 10): ReliabilityBin[] {
  checkBinCount(binCount);
  const tallies = Array.from({ length: binCount }, () => ({ n: 0, positives: 0, sum: 0 }));
  ranked.scores.forEach((score, i) => {
    const tally = tallies[binOf(score, binCount)];
    if (tally === undefined) return;
    tally.n += 1;
    tally.sum += score;
    tally.positives += ranked.positives[i] as number;
  });
  return tallies.map(({ n, positives, sum }, bin) => ({
    low: bin / binCount,
    high: (bin + 1) / binCount,
    n,
    meanProbability: n === 0 ? null : sum / n,
    observed: wilsonProportion(positives, n),
  }));
}

/**
 * Expected calibration error, 0..1: the distance between mean probability and observed share in each bin of equal width,
 * averaged over the slices (Naeini et al., 2015, AAAI 29:2901-2907; binning as in Guo et al., 2017, ICML). It counts the
 * probability of haemorrhage, not of the called label. With few slices a bin it comes out above 0 for a perfectly
 * calibrated model too. Null without weight.
 * @throws RangeError unless the number of bins is a whole number above 0
 */
export function expectedCalibrationError(
  ranked: RankedScores,
  binCount = 10,
  weights: Weights = ranked.once,
): number | null {
  checkBinCount(binCount);
  const { scores, positives, n } = ranked;
  let total = 0;
  let gaps = 0;
  let gap = 0;
  let bin = -1;
  for (let i = 0; i < n; i += 1) {
    const score = scores[i] as number;
    const weight = weights[i] as number;
    const own = binOf(score, binCount);
    if (own !== bin) {
      gaps += Math.abs(gap);
      gap = 0;
      bin = own;
    }
    gap += weight * (score - (positives[i] as number));
    total += weight;
  }
  return total === 0 ? null : (gaps + Math.abs(gap)) / total;
}

function binOf(score: number, binCount: number): number {
  return Math.max(0, Math.ceil(score * binCount) - 1);
}

function checkBinCount(binCount: number): void {
  if (!Number.isInteger(binCount) || binCount < 1) throw new RangeError(`${binCount} is not a number of bins.`);
}
