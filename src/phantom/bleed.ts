import type { SeededRandom } from '../random/seeded-random.ts';
import type { HeadShape } from './head-shape.ts';

/** The five places blood goes inside the skull. */
export const BLEED_KINDS = ['epidural', 'subdural', 'subarachnoid', 'intraparenchymal', 'intraventricular'] as const;

export type BleedKind = (typeof BLEED_KINDS)[number];

export type BleedSide = 'left' | 'right';

interface BleedBase {
  /** Patient's side (left is +x in LPS). */
  readonly side: BleedSide;
  /** Mean density before noise, HU. */
  readonly densityHu: number;
  readonly centreZMm: number;
  readonly halfHeightMm: number;
}

/** Blood between skull and dura, or dura and brain: a lens or a crescent on the inner table. */
export interface SurfaceBleed extends BleedBase {
  readonly kind: 'epidural' | 'subdural';
  /** Middle and half the width around the head, radians, 0 to the front and positive to the patient's left. */
  readonly angle: number;
  readonly halfAngle: number;
  readonly thicknessMm: number;
}

/** Blood in the fluid of sulci, fissures and cisterns around a direction. */
export interface SubarachnoidBleed extends BleedBase {
  readonly kind: 'subarachnoid';
  readonly angle: number;
  readonly halfAngle: number;
  /** How far the filled sulci widen, as a fraction. */
  readonly widening: number;
}

/** Blood in the brain's substance with oedema around it. */
export interface IntraparenchymalBleed extends BleedBase {
  readonly kind: 'intraparenchymal';
  readonly centreXMm: number;
  readonly centreYMm: number;
  readonly radiusXMm: number;
  readonly radiusYMm: number;
  readonly raggedness: number;
  readonly oedemaMm: number;
}

/** Blood in the ventricles: it sinks to the back, or fills one side as a cast. */
export interface IntraventricularBleed extends BleedBase {
  readonly kind: 'intraventricular';
  /** Blood lies behind this y (mm) where it has settled. */
  readonly levelYMm: number;
  readonly castOfOneSide: boolean;
}

export type Bleed = SurfaceBleed | SubarachnoidBleed | IntraparenchymalBleed | IntraventricularBleed;

/** Draw a bleed of a kind that fits into the head. */
export function drawBleed(random: SeededRandom, kind: BleedKind, shape: HeadShape): Bleed {
  const side: BleedSide = random.chance(0.5) ? 'left' : 'right';
  const sign = side === 'left' ? 1 : -1;
  const densityHu = random.between(66, 82);
  switch (kind) {
    case 'epidural':
      return {
        ...{ kind, side, densityHu, centreZMm: random.between(30, 62), halfHeightMm: random.between(18, 32) },
        angle: sign * random.between(0.7, 2.3),
        halfAngle: random.between(0.4, 0.7),
        thicknessMm: random.between(11, 27),
      };
    case 'subdural':
      return {
        ...{ kind, side, densityHu, centreZMm: random.between(45, 65), halfHeightMm: random.between(28, 42) },
        angle: sign * random.between(1.3, 1.8),
        halfAngle: random.between(0.9, 1.25),
        thicknessMm: random.between(6, 15),
      };
    case 'subarachnoid':
      return {
        ...{ kind, side, densityHu: random.between(64, 80), centreZMm: random.between(20, 60) },
        halfHeightMm: random.between(22, 36),
        angle: sign * random.between(0.6, 2),
        halfAngle: random.between(0.7, 1.6),
        widening: random.between(0.5, 1.3),
      };
    case 'intraparenchymal':
      return drawIntraparenchymal(random, shape, side, densityHu);
    case 'intraventricular':
      return {
        ...{ kind, side, densityHu, centreZMm: random.between(46, 54), halfHeightMm: random.between(20, 32) },
        levelYMm: random.between(-6, 26),
        castOfOneSide: random.chance(0.45),
      };
  }
}

function drawIntraparenchymal(
  random: SeededRandom,
  shape: HeadShape,
  side: BleedSide,
  densityHu: number,
): IntraparenchymalBleed {
  const sign = side === 'left' ? 1 : -1;
  const size = random.between(9, 24);
  const isDeep = random.chance(0.5);
  const reach = isDeep ? 0.36 : random.between(0.45, 0.66);
  const direction = isDeep ? random.between(1.3, 1.9) : random.between(0.5, 2.6);
  return {
    kind: 'intraparenchymal',
    side,
    densityHu,
    centreZMm: isDeep ? random.between(36, 46) : random.between(32, 68),
    halfHeightMm: size * random.between(0.9, 1.4),
    centreXMm: sign * reach * shape.halfWidthMm * Math.sin(direction),
    centreYMm: -reach * shape.halfLengthMm * Math.cos(direction),
    radiusXMm: size * random.between(0.7, 1),
    radiusYMm: size * random.between(0.85, 1.3),
    raggedness: random.between(0.15, 0.6),
    oedemaMm: random.between(1.5, 7),
  };
}

/** How far (mm, signed, positive to the patient's left) a bleed pushes the midline at its own level. */
export function midlineShiftMm(bleed: Bleed): number {
  const away = bleed.side === 'left' ? -1 : 1;
  switch (bleed.kind) {
    case 'epidural':
    case 'subdural':
      return away * Math.max(0, bleed.thicknessMm - 4) * 0.5;
    case 'intraparenchymal':
      return away * Math.max(0, bleed.radiusXMm - 6) * 0.4;
    case 'subarachnoid':
    case 'intraventricular':
      return 0;
  }
}
