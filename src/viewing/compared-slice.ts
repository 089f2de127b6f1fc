import { z } from 'zod';
import type { CompareKind } from './compare-kind.ts';

/** Where a slice is among the others of its source. */
export interface StackedSlice {
  readonly sliceId: number;
  readonly seriesIndex: number;
  readonly sliceIndex: number;
  readonly positionMm: number | null;
}

/** What "other slice" stands for. */
export const otherSliceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** The place in another series that is nearest. */
  z.object({ kind: z.literal('series'), seriesIndex: z.number().int() }),
  /** One slice that stays while the reader goes on. */
  z.object({ kind: z.literal('slice'), sliceId: z.number().int() }),
]);
export type OtherSlice = z.infer<typeof otherSliceSchema>;

export type Compared =
  /** `awayMm`: how far its position is from that of the slice; null where positions are not known. */
  | { readonly kind: 'slice'; readonly sliceId: number; readonly awayMm: number | null }
  | { readonly kind: 'nothing'; readonly why: string };

/**
 * The slice that stands beside another. For another series: the nearest position where both know theirs, else the same
 * share of the way through.
 * @param stack all slices of the source in acquisition order
 */
export function comparedSlice(
  kind: CompareKind,
  sliceId: number,
  stack: readonly StackedSlice[],
  other: OtherSlice,
): Compared {
  const own = stack.find((slice) => slice.sliceId === sliceId);
  if (!own) return { kind: 'nothing', why: 'No slice is open.' };
  switch (kind) {
    case 'mirror':
    case 'difference':
    case 'window':
    case 'heatmap':
      return { kind: 'slice', sliceId, awayMm: null };
    case 'previous':
    case 'next': {
      const series = stack.filter(({ seriesIndex }) => seriesIndex === own.seriesIndex);
      const neighbour = series[series.indexOf(own) + (kind === 'next' ? 1 : -1)];
      if (neighbour) return away(own, neighbour);
      return { kind: 'nothing', why: `This is the ${kind === 'next' ? 'last' : 'first'} slice of its series.` };
    }
    case 'other':
      return otherSlice(own, stack, other);
  }
}

function away(own: StackedSlice, { sliceId, positionMm }: StackedSlice): Compared {
  const known = own.positionMm !== null && positionMm !== null;
  return { kind: 'slice', sliceId, awayMm: known ? (positionMm ?? 0) - (own.positionMm ?? 0) : null };
}

function otherSlice(own: StackedSlice, stack: readonly StackedSlice[], other: OtherSlice): Compared {
  switch (other.kind) {
    case 'none':
      return { kind: 'nothing', why: 'Choose another series, or keep a slice here to compare others with it.' };
    case 'slice': {
      const kept = stack.find(({ sliceId }) => sliceId === other.sliceId);
      return kept ? away(own, kept) : { kind: 'nothing', why: 'The slice that was kept here is not in this source.' };
    }
    case 'series': {
      const series = stack.filter(({ seriesIndex }) => seriesIndex === other.seriesIndex);
      const nearest = nearestIn(series, own, stack);
      return nearest ? away(own, nearest) : { kind: 'nothing', why: 'That series has no slice.' };
    }
  }
}

function nearestIn(
  series: readonly StackedSlice[],
  own: StackedSlice,
  stack: readonly StackedSlice[],
): StackedSlice | undefined {
  const { positionMm } = own;
  if (positionMm !== null && series.some((slice) => slice.positionMm !== null)) {
    const distance = (slice: StackedSlice) =>
      slice.positionMm === null ? Number.POSITIVE_INFINITY : Math.abs(slice.positionMm - positionMm);
    return series.reduce((best, slice) => (distance(slice) < distance(best) ? slice : best));
  }
  const ownSeries = stack.filter(({ seriesIndex }) => seriesIndex === own.seriesIndex);
  const share = ownSeries.indexOf(own) / Math.max(1, ownSeries.length - 1);
  return series[Math.round(share * (series.length - 1))];
}
