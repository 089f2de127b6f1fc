import { z } from 'zod';
import { type Affine, aboutCenter, composeAffine, scaleAndShift, turn } from '../prediction/affine.ts';
import { createSeededRandom, deriveSeed } from '../random/seeded-random.ts';

/** How far training may change a picture each time that it is shown. What is not said is not done. */
export const augmentationSchema = z.object({
  /** Chance of a left-right flip, 0..1. */
  flipChance: z.number().min(0).max(1).optional(),
  /** Chance of an upside-down flip, 0..1. No head is scanned so; for pictures whose orientation is not known. */
  verticalFlipChance: z.number().min(0).max(1).optional(),
  /** Turned by up to this many degrees either way. */
  rotateDegrees: z.number().min(0).max(180).optional(),
  /** Moved by up to this share of the side, along each axis. */
  shiftShare: z.number().min(0).max(1).optional(),
  /** A part without up to this share of the side, anywhere in the picture, is enlarged to the whole. */
  cropShare: z.number().min(0).max(0.9).optional(),
  /** Larger or smaller by a factor of up to exp of this. */
  zoomLog: z.number().min(0).max(1).optional(),
  /** The height alone by a further factor of up to exp of this. */
  verticalZoomLog: z.number().min(0).max(1).optional(),
  /** Bent as rubber is (Simard et al., 2003; see elasticField). */
  elastic: z
    .object({
      /** The farthest pixel moves by up to this share of the side, along each axis. */
      reachShare: z.number().min(0).max(0.25),
      /** Standard deviation of the smoothing as a share of the side: small for ripples, large for slow bends. */
      smoothnessShare: z.number().min(0.01).max(0.5),
    })
    .optional(),
  /** Grey levels (0..1) raised to a power of up to exp of this, or of minus this. */
  gammaLog: z.number().min(0).max(2).optional(),
  /** Values, standardised where the network does that, times 1 plus or minus up to this. */
  contrast: z.number().min(0).max(1).optional(),
  /** Then plus or minus up to this. */
  brightness: z.number().min(0).max(1).optional(),
  /** Then normal noise on each pixel, its standard deviation up to this. */
  noise: z.number().min(0).max(1).optional(),
});
export type Augmentation = z.infer<typeof augmentationSchema>;

/** One change of one picture. */
export interface DrawnAugmentation {
  readonly gamma: number;
  readonly contrast: number;
  readonly brightness: number;
  readonly noise: { readonly standardDeviation: number; readonly seed: number } | null;
  /** Shares of the side. */
  readonly elastic: { readonly reach: number; readonly smoothness: number; readonly seed: number } | null;
  /** From a position in the changed picture to the position in the picture, as shares of the side; null: as it is. */
  readonly toSource: ((side: number) => Affine) | null;
}

/**
 * The change of a picture in a round of training: the same for the same seed, round and picture, whatever the others
 * are, so that it can be shown before and found again afterwards. The order of the draws is part of that: what is added is
 * drawn last.
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
  const upsideDown = random.chance(augmentation.verticalFlipChance ?? 0) ? -1 : 1;
  const kept = 1 - random.next() * (augmentation.cropShare ?? 0);
  const [left, top] = [random.next() * (1 - kept), random.next() * (1 - kept)];
  const standardDeviation = random.next() * (augmentation.noise ?? 0);
  const reach = random.next() * (augmentation.elastic?.reachShare ?? 0);
  const [noiseSeed, elasticSeed] = [random.nextUint32(), random.nextUint32()];
  const linear = {
    xx: (flip * xx) / zoom,
    xy: (flip * xy) / tall,
    yx: (upsideDown * yx) / zoom,
    yy: (upsideDown * yy) / tall,
  };
  const moved = (side: number): Affine => aboutCenter(side, linear, xShift * side, yShift * side);
  const cropped = (side: number): Affine =>
    kept === 1 ? moved(side) : composeAffine(moved(side), scaleAndShift(kept, kept, left * side, top * side));
  return {
    gamma,
    contrast,
    brightness,
    noise: standardDeviation > 0 ? { standardDeviation, seed: noiseSeed } : null,
    elastic:
      augmentation.elastic && reach > 0
        ? { reach, smoothness: augmentation.elastic.smoothnessShare, seed: elasticSeed }
        : null,
    toSource: flip < 0 || upsideDown < 0 || movesPictures(augmentation) ? cropped : null,
  };
}

function movesPictures({ rotateDegrees, shiftShare, cropShare, zoomLog, verticalZoomLog }: Augmentation): boolean {
  return [rotateDegrees, shiftShare, cropShare, zoomLog, verticalZoomLog].some((reach) => (reach ?? 0) > 0);
}
