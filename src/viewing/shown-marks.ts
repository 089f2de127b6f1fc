import { turn } from '../prediction/affine.ts';
import type { OrientationMarks } from '../study/orientation-marks.ts';
import type { View } from './view.ts';

const SIDES = [
  { side: 'left', x: -1, y: 0 },
  { side: 'right', x: 1, y: 0 },
  { side: 'top', x: 0, y: -1 },
  { side: 'bottom', x: 0, y: 1 },
] as const;

/**
 * The letters as they stand around the slice on the screen, after its flips and then its turn. A turn that is no multiple
 * of 90 degrees goes by the nearest side.
 */
export function shownMarks(
  marks: OrientationMarks,
  { rotation, hflip, vflip }: Pick<View, 'rotation' | 'hflip' | 'vflip'>,
): OrientationMarks {
  const { xx, xy, yx, yy } = turn(rotation);
  const shown = { left: '', right: '', top: '', bottom: '' };
  for (const { side, x, y } of SIDES) {
    const [across, down] = [hflip ? -x : x, vflip ? -y : y];
    const towards = { x: xx * across + xy * down, y: yx * across + yy * down };
    const nearest = SIDES.reduce((best, one) =>
      one.x * towards.x + one.y * towards.y > best.x * towards.x + best.y * towards.y ? one : best,
    );
    shown[nearest.side] = marks[side];
  }
  return shown;
}
