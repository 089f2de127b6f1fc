import { z } from 'zod';
import { middlesApartMm, planeAwayMm, type SlicePlane, tiltDegrees } from '../study/slice-plane.ts';
import type { CompareKind } from './compare-kind.ts';
import type { Point } from './view.ts';

/** Where a slice is among the others of its source, and in the patient. */
export interface StackedSlice {
  readonly sliceId: number;
  readonly seriesIndex: number;
  readonly sliceIndex: number;
  readonly plane: SlicePlane | null;
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

/** How the slice that stands beside another lies to it. */
export type Placed =
  /** It is the slice itself. */
  | { readonly kind: 'itself' }
  /** `awayMm`: how far its plane is from the slice's middle; `tiltDegrees` is 0 where the two are parallel. */
  | { readonly kind: 'near'; readonly awayMm: number; readonly tiltDegrees: number }
  /** It lies in another plane: no distance says where it is. */
  | { readonly kind: 'across'; readonly tiltDegrees: number }
  /** The same share of the way through its series, for want of common coordinates. */
  | { readonly kind: 'share' }
  | { readonly kind: 'unknown' };

export type Compared =
  | {
      readonly kind: 'slice';
      readonly sliceId: number;
      readonly placed: Placed;
      /** How far its middle lies from that of the slice along rows and columns; null where that is not known. */
      readonly apartMm: Point | null;
    }
  | { readonly kind: 'nothing'; readonly why: string };

/** Planes that are turned by more show no place in common; gantries tilt by as much as this. */
const MOST_TILT_DEGREES = 30;

/**
 * The slice that stands beside another. For another series: the plane that is nearest to the slice's middle where both have the
 * same frame of reference, else the same share of the way through; of a series that lies across, none.
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
      return { kind: 'slice', sliceId, placed: { kind: 'itself' }, apartMm: null };
    case 'previous':
    case 'next': {
      const series = stack.filter(({ seriesIndex }) => seriesIndex === own.seriesIndex);
      const neighbour = series[series.indexOf(own) + (kind === 'next' ? 1 : -1)];
      if (neighbour) return beside(own, neighbour);
      return { kind: 'nothing', why: `This is the ${kind === 'next' ? 'last' : 'first'} slice of its series.` };
    }
    case 'other':
      return otherSlice(own, stack, other);
  }
}

function beside(own: StackedSlice, slice: StackedSlice, placed: Placed = placedTo(own.plane, slice.plane)): Compared {
  const apartMm = own.plane && slice.plane && middlesApartMm(own.plane, slice.plane);
  return { kind: 'slice', sliceId: slice.sliceId, placed, apartMm };
}

function placedTo(own: SlicePlane | null, plane: SlicePlane | null): Placed {
  if (own === null || plane === null || own.frameOfReference !== plane.frameOfReference) return { kind: 'unknown' };
  const degrees = tiltDegrees(own, plane);
  if (Math.round(degrees) > MOST_TILT_DEGREES) return { kind: 'across', tiltDegrees: degrees };
  return { kind: 'near', awayMm: planeAwayMm(own, plane), tiltDegrees: degrees };
}

function otherSlice(own: StackedSlice, stack: readonly StackedSlice[], other: OtherSlice): Compared {
  switch (other.kind) {
    case 'none':
      return { kind: 'nothing', why: 'Choose another series, or keep a slice here to compare others with it.' };
    case 'slice': {
      const kept = stack.find(({ sliceId }) => sliceId === other.sliceId);
      return kept ? beside(own, kept) : { kind: 'nothing', why: 'The slice that was kept here is not in this source.' };
    }
    case 'series': {
      const series = stack.filter(({ seriesIndex }) => seriesIndex === other.seriesIndex);
      return metIn(series, own, stack);
    }
  }
}

function metIn(series: readonly StackedSlice[], own: StackedSlice, stack: readonly StackedSlice[]): Compared {
  const placed = series.map((slice) => ({ slice, placed: placedTo(own.plane, slice.plane) }));
  const near = placed.flatMap((one) => (one.placed.kind === 'near' ? [{ ...one, ...one.placed }] : []));
  const [first] = near;
  if (first) {
    const nearest = near.reduce((best, one) => (Math.abs(one.awayMm) < Math.abs(best.awayMm) ? one : best), first);
    return beside(own, nearest.slice, nearest.placed);
  }
  for (const one of placed) if (one.placed.kind === 'across') return lyingAcross(one.placed.tiltDegrees);
  const ownSeries = stack.filter(({ seriesIndex }) => seriesIndex === own.seriesIndex);
  const share = ownSeries.indexOf(own) / Math.max(1, ownSeries.length - 1);
  const same = series[Math.round(share * (series.length - 1))];
  return same ? beside(own, same, { kind: 'share' }) : { kind: 'nothing', why: 'That series has no slice.' };
}

function lyingAcross(degrees: number): Compared {
  const why = `That series lies in another plane, turned by ${Math.round(degrees)}°: none of its slices is this one’s place. Open one of them and keep it here to see it beside others.`;
  return { kind: 'nothing', why };
}
