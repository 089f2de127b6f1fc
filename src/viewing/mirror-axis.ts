import { type Affine, aboutCenter, composeAffine, invertAffine, scaleAndShift, turn } from '../prediction/affine.ts';
import { frameSlice } from '../prediction/frame-slice.ts';
import { headBox } from '../prediction/head-box.ts';
import { findMidline, type Midline } from '../prediction/midline.ts';
import { warpPicture } from '../prediction/warp.ts';
import { applyAffine, movedView, type Point, pixelShape, type Size, type SliceGrid, type View } from './view.ts';

/** The line that a slice is mirrored about. */
export interface MirrorAxis {
  /** `head`: the line that best halves the head; `picture`: upright through the middle of the picture. */
  readonly kind: 'head' | 'picture';
  /** A point of it, in pixels of the slice. */
  readonly point: Point;
  /** Its lean against the picture's columns as drawn true to spacing, clockwise. */
  readonly leanDegrees: number;
}

const SEARCH_SIDE = 96;
/** At the ends of what the search looks at (see findMidline) the best line may lie beyond: it is not believed. */
const MOST_LEAN_DEGREES = 24;
const MOST_SHIFT = 4 / 48;

export function pictureAxis({ rows, columns }: SliceGrid): MirrorAxis {
  return { kind: 'picture', point: { x: columns / 2, y: rows / 2 }, leanDegrees: 0 };
}

/**
 * The midline of the head by symmetry (src/prediction/midline.ts) inside the head's box; the middle of the picture where
 * no head is found, or the search ends at its border.
 * @param levels grey levels 0..1, row-major
 */
export function findMirrorAxis(levels: Float32Array, grid: SliceGrid): MirrorAxis {
  const { rows, columns } = grid;
  const box = headBox(levels, rows, columns);
  if (box.rows === rows && box.columns === columns) return pictureAxis(grid);
  const framing = { cropToHead: true, square: 'pad', alignToMidline: false } as const;
  const { picture, placement, background } = frameSlice([levels], rows, columns, SEARCH_SIDE, framing);
  const coarse = findMidline(picture, SEARCH_SIDE, background[0] ?? 0);
  if (Math.abs(coarse.angleDegrees) >= MOST_LEAN_DEGREES || Math.abs(coarse.shift) >= MOST_SHIFT)
    return pictureAxis(grid);
  const { angleDegrees, shift } = refine(picture, coarse, background[0] ?? 0);
  const toSource: Affine = composeAffine(
    aboutCenter(SEARCH_SIDE, turn(angleDegrees)),
    scaleAndShift(1, 1, shift * SEARCH_SIDE),
  );
  const toSlice = composeAffine(invertAffine(placement), toSource);
  const middle = applyAffine(toSlice, { x: SEARCH_SIDE / 2, y: SEARCH_SIDE / 2 });
  const below = applyAffine(toSlice, { x: SEARCH_SIDE / 2, y: SEARCH_SIDE });
  const shape = pixelShape(grid);
  const lean = Math.atan2(-(below.x - middle.x) * shape.x, (below.y - middle.y) * shape.y);
  return { kind: 'head', point: middle, leanDegrees: (lean * 180) / Math.PI };
}

/** Between the steps of the coarse search: the lean by half a degree, the shift by half a pixel. */
function refine(picture: Float32Array, coarse: Midline, background: number): Midline {
  let best = { ...coarse, cost: Number.POSITIVE_INFINITY };
  for (let lean = -2.5; lean <= 2.5; lean += 0.5) {
    const angleDegrees = coarse.angleDegrees + lean;
    const turned = warpPicture(picture, SEARCH_SIDE, aboutCenter(SEARCH_SIDE, turn(angleDegrees)), [background]);
    for (let half = -4; half <= 4; half += 1) {
      const shiftPixels = Math.round(coarse.shift * SEARCH_SIDE) + half / 2;
      const cost = asymmetry(turned, shiftPixels);
      if (cost < best.cost) best = { angleDegrees, shift: shiftPixels / SEARCH_SIDE, cost };
    }
  }
  return best;
}

/** Mean difference between a picture and its mirror image about the middle moved right by whole or half pixels. */
function asymmetry(picture: Float32Array, shiftPixels: number): number {
  let [sum, count] = [0, 0];
  const across = SEARCH_SIDE - 1 + Math.round(2 * shiftPixels);
  for (let row = 0; row < SEARCH_SIDE; row += 1) {
    for (let column = Math.max(0, across - SEARCH_SIDE + 1); column < across / 2; column += 1) {
      const [left, right] = [row * SEARCH_SIDE + column, row * SEARCH_SIDE + across - column];
      sum += Math.abs((picture[left] as number) - (picture[right] as number));
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}

/**
 * The view in which a slice appears as its own mirror image about an axis, the axis lying where it lies in `view`: a
 * reflection is a flip and a turn, so no pixel is made anew.
 */
export function mirroredView(view: View, grid: SliceGrid, element: Size, axis: MirrorAxis, onScreen: Point): View {
  // With F the flips (one of their number decides the sense): R(r) F Reflect(lean) = R(r + or - 2 lean) F flip.
  const sense = view.hflip === view.vflip ? 1 : -1;
  const rotation = (((view.rotation + sense * 2 * axis.leanDegrees) % 360) + 360) % 360;
  const turned = { ...view, rotation, hflip: !view.hflip };
  return movedView(turned, grid, element, axis.point, onScreen);
}

/** The point of a slice that lies where a point lies in its mirror image about the axis. */
export function mirroredPoint(point: Point, grid: SliceGrid, axis: MirrorAxis): { x: number; y: number } {
  const shape = pixelShape(grid);
  const radians = (axis.leanDegrees * Math.PI) / 180;
  // Across the axis, in units that are true to spacing.
  const across = { x: Math.cos(radians), y: Math.sin(radians) };
  const dx = (point.x - axis.point.x) * shape.x;
  const dy = (point.y - axis.point.y) * shape.y;
  const twice = 2 * (dx * across.x + dy * across.y);
  return { x: point.x - (twice * across.x) / shape.x, y: point.y - (twice * across.y) / shape.y };
}
