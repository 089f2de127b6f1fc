import { z } from 'zod';
import { type Affine, aboutCenter, turn } from '../prediction/affine.ts';
import { createSeededRandom, deriveSeed } from '../random/seeded-random.ts';

/** How far training may change a picture each time that it is shown. What is not said is not done. */
export const augmentationSchema = z.object({
  /** Chance of a left-right flip, 0..1. */
  flipChance: z.number().min(0).max(1).optional(),
  /** Turned by up to this many degrees either way. */
  rotateDegrees: z.number().min(0).max(180).optional(),
  /** Moved by up to this share of the side, along each axis. */
  shiftShare: z.number().min(0).max(1).optional(),
  /** Larger or smaller by a factor of up to exp of this. */
  zoomLog: z.number().min(0).max(1).optional(),
  /** The height alone by a further factor of up to exp of this. */
  verticalZoomLog: z.number().min(0).max(1).optional(),
  /** Grey levels (0..1) raised to a power of up to exp of this, or of minus this. */
  gammaLog: z.number().min(0).max(2).optional(),
  /** Values, standardised where the network does that, times 1 plus or minus up to this. */
  contrast: z.number().min(0).max(1).optional(),
  /** Then plus or minus up to this. */
  brightness: z.number().min(0).max(1).optional(),
});
export type Augmentation = z.infer<typeof augmentationSchema>;

/** One change of one picture. */
export interface DrawnAugmentation {
  readonly gamma: number;
  readonly contrast: number;
  readonly brightness: number;
  /** From a position in the changed picture to the position in the picture, as shares of the side; null: as it is. */
  readonly toSource: ((side: number) => Affine) | null;
}

/**
 * The change of a picture in a round of training: the same for the same seed, round and picture, whatever the others
 * are, so that it can be shown before and found again afterwards.
 * @param sample the picture's place among the training slices
 */
export function drawAugmentation(
  augmentation: Augmentation,
  seed: number,
  epoch: number,
  sample: number,
): DrawnAugmentation {
  const random = createSeededRandom(deriveSeed(seed, 'augmentation', epoch, sample));
  const around = (reach = 0): number => random.between(-reach, reach);
  const gamma = Math.exp(around(augmentation.gammaLog));
  const contrast = 1 + around(augmentation.contrast);
  const brightness = around(augmentation.brightness);
  const flip = random.chance(augmentation.flipChance ?? 0) ? -1 : 1;
  const { xx, xy, yx, yy } = turn(around(augmentation.rotateDegrees));
  const [xShift, yShift] = [around(augmentation.shiftShare), around(augmentation.shiftShare)];
  const zoom = Math.exp(around(augmentation.zoomLog));
  const tall = zoom * Math.exp(around(augmentation.verticalZoomLog));
  const linear = { xx: (flip * xx) / zoom, xy: (flip * xy) / tall, yx: yx / zoom, yy: yy / tall };
  const { rotateDegrees, shiftShare, zoomLog, verticalZoomLog } = augmentation;
  const moves = flip < 0 || [rotateDegrees, shiftShare, zoomLog, verticalZoomLog].some((reach) => (reach ?? 0) > 0);
  return {
    gamma,
    contrast,
    brightness,
    toSource: moves ? (side) => aboutCenter(side, linear, xShift * side, yShift * side) : null,
  };
}
