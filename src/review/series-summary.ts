import { SAME_PLACE_MM, seriesGaps } from '../study/series-gaps.ts';

/** What a summary needs to know of a slice. */
export interface SummarySlice {
  readonly sliceId: number;
  /** Along the series' normal, in mm; null where the file does not say. */
  readonly positionMm: number | null;
  /** False for what the network is never asked about, such as a scout. */
  readonly predictable: boolean;
  readonly prediction: { readonly probability: number; readonly threshold: number } | null;
  readonly read: boolean;
}

/** Slices in a row that the model calls haemorrhage, from the first to the last; places are counted from 0. */
export interface SuspiciousRun {
  readonly first: number;
  readonly last: number;
}

export interface SeriesSummary {
  readonly slices: number;
  readonly predicted: number;
  /** Predictable, and without a prediction so far. */
  readonly notPredicted: number;
  readonly notPredictable: number;
  readonly read: number;
  /** The slice with the highest probability, the first of equals; null without any prediction. No probability of the series. */
  readonly highest: { readonly sliceId: number; readonly place: number; readonly probability: number } | null;
  /** Slices at or above their threshold, in order. */
  readonly suspicious: readonly number[];
  /** The first of the longest; null without a suspicious slice. */
  readonly longestRun: SuspiciousRun | null;
}

export const isSuspicious = ({ prediction }: SummarySlice): boolean =>
  prediction !== null && prediction.probability >= prediction.threshold;

/** Places (from 0) behind which slices seem to be missing; none unless every slice has a position, in rising order. */
export function missingAfter(slices: readonly Pick<SummarySlice, 'positionMm'>[]): number[] {
  const places = slices.flatMap(({ positionMm }) => (positionMm === null ? [] : [positionMm]));
  const ordered = places.every((place, at) => at === 0 || place >= (places[at - 1] ?? place) - SAME_PLACE_MM);
  if (places.length !== slices.length || !ordered) return [];
  return seriesGaps(places).flatMap((gap) => (gap.kind === 'missing' ? [gap.afterIndex] : []));
}

/**
 * What the predictions and reads of one series come to. Neighbours are slices next to each other, with no slice missing in
 * between: a slice without a prediction ends a run, and so does a gap in the positions.
 * @param slices of one series in acquisition order
 */
export function summarizeSeries(slices: readonly SummarySlice[]): SeriesSummary {
  let highest: SeriesSummary['highest'] = null;
  for (const [place, { sliceId, prediction }] of slices.entries()) {
    if (prediction === null || (highest !== null && prediction.probability <= highest.probability)) continue;
    highest = { sliceId, place, probability: prediction.probability };
  }
  const count = (which: (slice: SummarySlice) => boolean): number => slices.filter(which).length;
  const predicted = count(({ prediction }) => prediction !== null);
  const notPredictable = count(({ predictable, prediction }) => !predictable && prediction === null);
  return {
    slices: slices.length,
    predicted,
    notPredicted: slices.length - predicted - notPredictable,
    notPredictable,
    read: count(({ read }) => read),
    highest,
    suspicious: slices.filter(isSuspicious).map(({ sliceId }) => sliceId),
    longestRun: longestRun(slices),
  };
}

function longestRun(slices: readonly SummarySlice[]): SuspiciousRun | null {
  const broken = new Set(missingAfter(slices));
  let longest: SuspiciousRun | null = null;
  let first: number | null = null;
  for (const [place, slice] of slices.entries()) {
    if (!isSuspicious(slice)) {
      first = null;
      continue;
    }
    if (first === null || broken.has(place - 1)) first = place;
    if (longest === null || place - first > longest.last - longest.first) longest = { first, last: place };
  }
  return longest;
}
