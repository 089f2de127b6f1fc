import type { ClassDistribution, Distributions, Spread } from '../contract/shortcut-methods.ts';
import type { TrainableLabel } from '../review/label.ts';
import { quantile } from '../statistics/bootstrap-interval.ts';
import { type GreyHistogram, HISTOGRAM_BINS } from './grey-histogram.ts';
import type { SliceStatistics } from './slice-statistics.ts';

interface MeasuredSlice {
  readonly label: TrainableLabel;
  readonly statistics: SliceStatistics;
}

/** How grey levels, sizes and colour are distributed among the slices of each label; `samples` are left to the caller. */
export function distributionsOf(
  slices: readonly MeasuredSlice[],
): Record<keyof Distributions, Omit<ClassDistribution, 'samples'>> {
  const of = (label: TrainableLabel) =>
    distributionOf(slices.filter((slice) => slice.label === label).map(({ statistics }) => statistics));
  return { haemorrhage: of('haemorrhage'), none: of('none') };
}

function distributionOf(slices: readonly SliceStatistics[]): Omit<ClassDistribution, 'samples'> {
  const spread = (value: (statistics: SliceStatistics) => number): Spread | null => spreadOf(slices.map(value));
  const levels = (unit: GreyHistogram['unit']) =>
    meanShares(slices.map(({ histogram }) => histogram).filter((histogram) => histogram.unit === unit));
  return {
    n: slices.length,
    levels: { grey: levels('grey'), HU: levels('HU') },
    width: spread(({ pictureFacts }) => pictureFacts.width),
    height: spread(({ pictureFacts }) => pictureFacts.height),
    aspect: spread(({ pictureFacts }) => pictureFacts.aspect),
    borderShare: spread(({ pictureFacts }) => pictureFacts.borderShare),
    meanGrey: spread(({ pictureFacts }) => pictureFacts.meanGrey),
    cornerBrightness: spread(({ pictureFacts }) => pictureFacts.cornerBrightness),
    coloured: slices.filter((statistics) => statistics.colourShare > 0).length,
    colourShare: spread((statistics) => statistics.colourShare),
  };
}

/** Each slice's share of pixels in each bin, meant over the slices, so that a large picture counts no more than a small one. */
function meanShares(histograms: readonly GreyHistogram[]): { n: number; shares: number[] } {
  const shares = new Array<number>(HISTOGRAM_BINS).fill(0);
  for (const { counts } of histograms) {
    const pixels = counts.reduce((sum, count) => sum + count, 0) || 1;
    counts.forEach((count, bin) => {
      shares[bin] = (shares[bin] ?? 0) + count / pixels / histograms.length;
    });
  }
  return { n: histograms.length, shares };
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => quantile(sorted, share);
  return { least: at(0), lower: at(0.25), median: at(0.5), upper: at(0.75), most: at(1) };
}
