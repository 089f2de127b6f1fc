import type { SeededRandom } from '../random/seeded-random.ts';
import type { HeadShape } from './head-shape.ts';
import { mirrored, type Tube } from './tube.ts';

/** A tube of a density of its own. */
export interface DenseTube extends Tube {
  readonly densityHu: number;
}

/** What lies inside one skull. Millimetres in head coordinates (see `Tube`). */
export interface HeadAnatomy {
  readonly ventricles: readonly Tube[];
  /** Cisterns and Sylvian fissures: fluid, filled by a subarachnoid bleed. */
  readonly cisterns: readonly Tube[];
  readonly greyNuclei: readonly Tube[];
  readonly brainstem: Tube;
  readonly baseBones: readonly DenseTube[];
  /** Pineal gland, choroid plexus, basal ganglia: harmless and bright. */
  readonly calcifications: readonly DenseTube[];
  /** Calcified piece of the falx: where along y it lies; its density is 0 for none. */
  readonly falxCalcification: { readonly fromY: number; readonly toY: number; readonly densityHu: number };
  readonly falxHu: number;
  readonly sulcusWidth: number;
  readonly surfaceFluidMm: number;
  readonly whiteMatterHu: number;
  readonly greyMatterHu: number;
}

/** Draw the inside of a head; `atrophy` in [0, 1] widens ventricles and sulci as age does. */
export function drawHeadAnatomy(random: SeededRandom, shape: HeadShape, atrophy: number): HeadAnatomy {
  const size = shape.halfWidthMm / 66;
  const whiteMatterHu = random.between(25, 29);
  return {
    ventricles: drawVentricles(random, size, atrophy),
    cisterns: drawCisterns(random, shape, atrophy),
    greyNuclei: greyNuclei(size),
    brainstem: tube(0, 8 * size, 0, 16 * size, 12 * size, 13 * size, 4, 26),
    baseBones: drawBaseBones(random, shape),
    calcifications: drawCalcifications(random, size),
    falxCalcification: drawFalxCalcification(random, shape),
    falxHu: random.between(42, 52),
    sulcusWidth: 0.035 + 0.075 * atrophy + random.between(0, 0.02),
    surfaceFluidMm: 0.3 + 2.4 * atrophy,
    whiteMatterHu,
    greyMatterHu: whiteMatterHu + random.between(7, 10),
  };
}

function drawVentricles(random: SeededRandom, size: number, atrophy: number): readonly Tube[] {
  const width = size * (0.75 + 1.05 * atrophy) * random.between(0.9, 1.1);
  const spread = size * (0.92 + 0.2 * atrophy);
  const lopsided = random.between(0.88, 1.14);
  const pair = (
    fromX: number,
    fromY: number,
    toX: number,
    toY: number,
    from: number,
    to: number,
    z: number,
    h: number,
  ) =>
    mirrored(tube(fromX * spread, fromY * size, toX * spread, toY * size, from * width, to * width, z, h)).map(
      (side) => (side.fromX > 0 ? { ...side, fromRadius: side.fromRadius * lopsided } : side),
    );
  return [
    ...pair(5, -18, 13, -33, 2.8, 3.6, 47, 16),
    ...pair(3.5, -14, 6, -20, 3, 3, 50, 16),
    ...pair(6, -24, 11, 20, 3.6, 4.6, 63, 12),
    ...pair(11, 20, 20, 32, 4.6, 4.8, 55, 18),
    ...pair(18, 24, 25, 46, 4.6, 2.4, 44, 14),
    ...pair(27, -8, 30, 16, 1.3, 2, 20, 8),
    tube(0, -10 * size, 0, 12 * size, 1.5 * width, 2.1 * width, 37, 13),
    tube(0, 32 * size, 0, 37 * size, 5.2 * size, 3.4 * size, 7, 12),
  ];
}

function drawCisterns(random: SeededRandom, shape: HeadShape, atrophy: number): readonly Tube[] {
  const size = shape.halfWidthMm / 66;
  const width = size * (0.75 + 0.6 * atrophy);
  const at = random.between(-12, -6) * size;
  const edge = shape.halfWidthMm - 3;
  return [
    // Suprasellar star with its rays to the front, the sides and the Sylvian fissures.
    tube(0, -12 * size, 0, -5 * size, 5.5 * width, 6 * width, 17, 8),
    tube(0, -10 * size, 0, -30 * size, 2.6 * width, 1.4 * width, 17, 8),
    ...mirrored(tube(3, -10 * size, 24 * size, -17 * size, 2.8 * width, 1.8 * width, 17, 8)),
    ...mirrored(tube(3, -4 * size, 13 * size, 4 * size, 2.6 * width, 1.6 * width, 18, 8)),
    // Around the midbrain to the quadrigeminal cistern.
    ...mirrored(tube(14 * size, 6 * size, 13 * size, 17 * size, 1.7 * width, 1.7 * width, 22, 9)),
    ...mirrored(tube(13 * size, 17 * size, 3, 26 * size, 1.7 * width, 2.6 * width, 24, 10)),
    tube(0, 25 * size, 0, 31 * size, 4.2 * width, 2.6 * width, 29, 9),
    // Sylvian fissures and the cleft over the insula.
    ...mirrored(tube(edge, at - 1, 37 * size, at + 2, 2.1 * width, 1.7 * width, 30, 15)),
    ...mirrored(tube(38 * size, at - 12, 35 * size, at + 2, 1.2 * width, 1.5 * width, 36, 14)),
    ...mirrored(tube(35 * size, at + 2, 40 * size, at + 17 * size, 1.5 * width, 1.1 * width, 37, 14)),
  ];
}

function greyNuclei(size: number): readonly Tube[] {
  return [
    ...mirrored(tube(8 * size, 2 * size, 12 * size, 12 * size, 6 * size, 7 * size, 42, 13)),
    ...mirrored(tube(19 * size, -14 * size, 24 * size, 6 * size, 6.5 * size, 4 * size, 40, 13)),
    ...mirrored(tube(11 * size, -26 * size, 14 * size, -20 * size, 4.6 * size, 4.6 * size, 46, 14)),
    ...mirrored(tube(34 * size, -12 * size, 34 * size, 10 * size, 2, 2, 38, 14)),
  ];
}

function drawBaseBones(random: SeededRandom, shape: HeadShape): readonly DenseTube[] {
  const size = shape.halfWidthMm / 66;
  const edge = shape.halfWidthMm + 2;
  const dense = (part: Tube, densityHu: number) => mirrored(part).map((side) => ({ ...side, densityHu }));
  const petrousTop = random.between(9, 14);
  return [
    ...dense(tube(edge, 22 * size, 17 * size, 2 * size, 12, 5, petrousTop - 14, 14), random.between(950, 1300)),
    ...dense(tube(edge, -32 * size, 15 * size, -22 * size, 5, 3.4, petrousTop - 13, 14), random.between(700, 1000)),
    { ...tube(-7, -4 * size, 7, -4 * size, 3, 3, petrousTop - 10, 11), densityHu: random.between(600, 900) },
    ...dense(tube(38 * size, -60 * size, 14 * size, -50 * size, 9, 7, petrousTop - 15, 13), random.between(500, 900)),
  ];
}

function drawCalcifications(random: SeededRandom, size: number): readonly DenseTube[] {
  const found: DenseTube[] = [];
  const speck = (x: number, y: number, z: number, radius: number) => {
    const part = tube(x - radius / 2, y, x + radius / 2, y + radius / 2, radius, radius * 0.8, z, 3 + radius);
    found.push({ ...part, densityHu: random.between(110, 420) });
  };
  if (random.chance(0.6)) speck(random.between(-1, 1), 22 * size, random.between(36, 42), random.between(1, 2.6));
  for (const side of [-1, 1]) {
    if (!random.chance(0.5)) continue;
    const z = random.between(42, 54);
    speck(side * random.between(15, 20) * size, random.between(24, 32) * size, z, random.between(1.2, 3));
  }
  if (random.chance(0.1)) {
    const radius = random.between(1.5, 3);
    for (const side of [-1, 1]) speck(side * 19 * size, -8 * size, random.between(38, 43), radius);
  }
  return found;
}

function drawFalxCalcification(random: SeededRandom, shape: HeadShape): HeadAnatomy['falxCalcification'] {
  const fromY = -shape.halfLengthMm * random.between(0.5, 0.95);
  return {
    fromY,
    toY: fromY + random.between(8, 26),
    densityHu: random.chance(0.3) ? random.between(90, 330) : 0,
  };
}

function tube(
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  fromRadius: number,
  toRadius: number,
  centreZ: number,
  halfHeight: number,
): Tube {
  return { fromX, fromY, toX, toY, fromRadius, toRadius, centreZ, halfHeight };
}
