import { BRAIN_MASK } from './detail-agreement.ts';
import { maskedBoxMean } from './masked-box-mean.ts';
import { maskedCorrelation } from './masked-correlation.ts';
import { EDGES_AFTER, type Orientation } from './orientation.ts';
import { type SliceThumbnail, THUMBNAIL_SIDE } from './thumbnail.ts';
import type { Warp } from './warp.ts';

/** What was done to a picture between two copies of it, the most telling first; which one came first is not known. */
export const COPY_CHANGES = ['flipped', 'turned', 'cropped', 'resized', 'windowed', 'recompressed'] as const;
export type CopyChange = (typeof COPY_CHANGES)[number];

/** Pixel sizes that differ by less than this (natural logarithm) are the same: registration is no better. */
const SAME_SCALE = 0.02;
/** Picture edges that agree within this share of the picture's side show the same field. */
const SAME_EDGE = 0.02;
/** Brains whose mean greys (0 to 1) differ by less than this were windowed alike, */
const SAME_GREY = 0.03;
/** provided that their standard deviations differ by less than this (natural logarithm). */
const SAME_CONTRAST = 0.15;

interface CopyGeometry {
  readonly a: SliceThumbnail;
  readonly b: SliceThumbnail;
  readonly orientation: Orientation;
  /** From a's head box to b's, after b was laid in `orientation`. */
  readonly warp: Warp;
  /** b's grey brought to a. */
  readonly alignedGrey: Float32Array;
}

/** The changes between two pictures that are copies; 'recompressed' (or saved anew) where nothing else is. */
export function copyChanges(copy: CopyGeometry): readonly CopyChange[] {
  const across = placeAlong('columns', copy);
  const down = placeAlong('rows', copy);
  const changes: CopyChange[] = [];
  const flips: readonly Orientation[] = ['left-right', 'up-down', 'main-diagonal', 'other-diagonal'];
  if (flips.includes(copy.orientation)) changes.push('flipped');
  else if (copy.orientation !== 'upright') changes.push('turned');
  if (across.otherField || down.otherField) changes.push('cropped');
  if (across.otherScale || down.otherScale) changes.push('resized');
  if (isWindowed(copy.a.grey, copy.alignedGrey)) changes.push('windowed');
  return changes.length > 0 ? changes : ['recompressed'];
}

/** Along one direction of a: whether b has pixels of another size, and whether it shows more or less of the head. */
function placeAlong(direction: 'rows' | 'columns', { a, b, orientation, warp }: CopyGeometry) {
  const { top, left } = EDGES_AFTER[orientation];
  const edge = direction === 'rows' ? top : left;
  const alongRows = edge === 'top' || edge === 'bottom';
  const [size, boxSize] = alongRows ? [b.rows, b.box.rows] : [b.columns, b.box.columns];
  const fromNear = alongRows ? b.box.top : b.box.left;
  const margin = edge === 'top' || edge === 'left' ? fromNear : size - fromNear - boxSize;
  const [scale, shift] = direction === 'rows' ? [warp.yy, warp.y0] : [warp.xx, warp.x0];
  const ownSize = a[direction];
  const ownMargin = direction === 'rows' ? a.box.top : a.box.left;
  const pixelScale = (scale * boxSize) / a.box[direction];
  // Where a's first pixel edge lies in b: box coordinate -1 is the near side of the head.
  const start = margin + ((scale * ((-2 * ownMargin) / a.box[direction] - 1) + shift + 1) / 2) * boxSize;
  const end = start + pixelScale * ownSize;
  return {
    otherScale: Math.abs(Math.log(pixelScale)) > SAME_SCALE,
    otherField: Math.abs(start) > SAME_EDGE * size || Math.abs(end - size) > SAME_EDGE * size,
  };
}

/** Whether the greys of aligned heads differ: the brain's mean, or how far it spreads. */
function isWindowed(a: Float32Array, b: Float32Array): boolean {
  const mask = BRAIN_MASK.map((inside, index) => (Number.isNaN(b[index] as number) ? 0 : inside));
  // Alignment has smoothed one of them, and noise is part of the spread: smooth both.
  const smooth = (grey: Float32Array): Float32Array => maskedBoxMean(grey, THUMBNAIL_SIDE, mask, 1);
  const { meanA, meanB, spreadA, spreadB } = maskedCorrelation(smooth(a), smooth(b), mask);
  if (Math.abs(meanA - meanB) > SAME_GREY) return true;
  return spreadA > 0 && spreadB > 0 && Math.abs(Math.log(spreadA / spreadB)) > SAME_CONTRAST;
}
