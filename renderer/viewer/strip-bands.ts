import { isSuspicious, type SummarySlice } from '../../src/review/series-summary.ts';
import { probabilityWord } from '../words.ts';

/** One slice on the strip. */
export interface StripBand {
  readonly sliceId: number;
  /** Null without a prediction, and while it may not be seen. */
  readonly probability: number | null;
  readonly suspicious: boolean;
  readonly read: boolean;
}

/** The bands of a series, in its order; `shown` false leaves reads alone. */
export function stripBands(slices: readonly SummarySlice[], shown: boolean): StripBand[] {
  return slices.map((slice) => ({
    sliceId: slice.sliceId,
    probability: shown ? (slice.prediction?.probability ?? null) : null,
    suspicious: shown && isSuspicious(slice),
    read: slice.read,
  }));
}

/** First row of a band and the row behind its last, in pixels of a strip `heightPx` high. No band is without a row. */
export function bandRows(
  place: number,
  count: number,
  heightPx: number,
): { readonly top: number; readonly end: number } {
  const top = Math.min(Math.floor((place * heightPx) / count), heightPx - 1);
  return { top, end: Math.max(top + 1, Math.floor(((place + 1) * heightPx) / count)) };
}

/** The place (from 0) whose band is at a height, also beyond the ends of the strip. */
export function placeAt(yPx: number, count: number, heightPx: number): number {
  if (count === 0 || heightPx <= 0) return 0;
  return Math.min(count - 1, Math.max(0, Math.floor((yPx * count) / heightPx)));
}

/** Where a key takes the slider from a place; null for a key that it does not know. Down and right go on through the stack. */
export function placeAfterKey(key: string, place: number, count: number): number | null {
  const page = Math.max(1, Math.round(count / 10));
  const to: Readonly<Record<string, number>> = {
    ArrowDown: place + 1,
    ArrowRight: place + 1,
    ArrowUp: place - 1,
    ArrowLeft: place - 1,
    PageDown: place + page,
    PageUp: place - page,
    Home: 0,
    End: count - 1,
  };
  const next = to[key];
  return next === undefined ? null : Math.min(count - 1, Math.max(0, next));
}

/** `slice 12 of 30, probability 0.83, read`. */
export function bandWords(band: StripBand, place: number, count: number): string {
  const probability = band.probability === null ? '' : `, probability ${probabilityWord(band.probability)}`;
  const call = band.suspicious ? ', at or above the threshold' : '';
  return `slice ${place + 1} of ${count}${probability}${call}, ${band.read ? 'read' : 'unread'}`;
}
