import { type Affine, aboutCenter, composeAffine, invertAffine, turn } from './affine.ts';
import type { FramedPicture } from './framed-picture.ts';
import { resizeBilinear } from './resize.ts';
import { warpPicture } from './warp.ts';

/** The line that best halves a head: its lean against the vertical, and its distance from the middle. */
export interface Midline {
  /** Positive: clockwise on a screen. */
  readonly angleDegrees: number;
  /** Across the midline, as a share of the picture's side; positive to the right. */
  readonly shift: number;
}

const SEARCH_SIDE = 48;
const ANGLES_DEGREES = Array.from({ length: 17 }, (_, step) => 3 * (step - 8));
const SHIFTS_PIXELS = Array.from({ length: 9 }, (_, step) => step - 4);
/** What a degree of lean and a pixel of shift must gain (mean grey level) to be believed. */
const COST_PER_DEGREE = 0.0003;
const COST_PER_PIXEL = 0.0005;

/**
 * The midline by symmetry: on a copy of 48 pixels, the lean (-24 to 24 degrees by 3) and shift (-4 to 4 pixels) with the
 * least mean difference between the picture and its mirror image, plus a small cost of leaning and shifting.
 * @param picture [side, side], 0..1
 */
export function findMidline(picture: Float32Array, side: number, background: number): Midline {
  const small = resizeBilinear(picture, side, side, SEARCH_SIDE, SEARCH_SIDE);
  let best = { angleDegrees: 0, shiftPixels: 0, cost: Number.POSITIVE_INFINITY };
  for (const angleDegrees of ANGLES_DEGREES) {
    const turned = warpPicture(small, SEARCH_SIDE, aboutCenter(SEARCH_SIDE, turn(angleDegrees)), [background]);
    for (const shiftPixels of SHIFTS_PIXELS) {
      const cost =
        asymmetry(turned, shiftPixels, background) +
        COST_PER_DEGREE * Math.abs(angleDegrees) +
        COST_PER_PIXEL * Math.abs(shiftPixels);
      if (cost < best.cost) best = { angleDegrees, shiftPixels, cost };
    }
  }
  return { angleDegrees: best.angleDegrees, shift: best.shiftPixels / SEARCH_SIDE };
}

/** Mean difference between a picture, moved left by some pixels, and its mirror image. */
function asymmetry(picture: Float32Array, shiftPixels: number, background: number): number {
  let sum = 0;
  const level = (row: number, column: number): number =>
    column >= 0 && column < SEARCH_SIDE ? (picture[row * SEARCH_SIDE + column] as number) : background;
  for (let row = 0; row < SEARCH_SIDE; row++) {
    for (let column = 0; column < SEARCH_SIDE / 2; column++) {
      sum += Math.abs(level(row, column + shiftPixels) - level(row, SEARCH_SIDE - 1 - column + shiftPixels));
    }
  }
  return sum / (SEARCH_SIDE * (SEARCH_SIDE / 2));
}

/** The picture turned and moved so that the midline of its first channel stands upright in the middle. */
export function alignToMidline({ picture, placement, background }: FramedPicture, side: number): FramedPicture {
  const channels = background.length;
  const guide = channels === 1 ? picture : picture.filter((_, index) => index % channels === 0);
  const { angleDegrees, shift } = findMidline(guide, side, background[0] ?? 0);
  if (angleDegrees === 0 && shift === 0) return { picture, placement, background };
  const turned = aboutCenter(side, turn(angleDegrees));
  const toSource: Affine = composeAffine(turned, { xx: 1, xy: 0, x0: shift * side, yx: 0, yy: 1, y0: 0 });
  return {
    picture: warpPicture(picture, side, toSource, background),
    placement: composeAffine(invertAffine(toSource), placement),
    background,
  };
}
