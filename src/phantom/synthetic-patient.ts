import { createSeededRandom, deriveSeed } from '../random/seeded-random.ts';
import { BLEED_KINDS, type Bleed, type BleedKind, drawBleed } from './bleed.ts';
import { createGradientNoise, type GradientNoise } from './gradient-noise.ts';
import { drawHeadAnatomy, type HeadAnatomy } from './head-anatomy.ts';
import { drawHeadShape, type HeadShape } from './head-shape.ts';

/** How the head lies in the scanner; the same for all slices of a patient. */
export interface HeadPose {
  /** Turn in the image plane, radians. */
  readonly rotation: number;
  /** Slope of the head's base against the slice, front to back and side to side (tangents). */
  readonly pitch: number;
  readonly roll: number;
  readonly shiftXMm: number;
  readonly shiftYMm: number;
}

/** The scanner's doing. */
export interface ScanQuality {
  /** Standard deviation of the noise in the brain, HU. */
  readonly noiseHu: number;
  /** Share of the noise that is correlated between neighbours, in [0, 1]. */
  readonly noiseCorrelation: number;
  /** Standard deviation of the point spread, mm. */
  readonly blurMm: number;
  /** Depth of the dark bands between the petrous bones, HU. */
  readonly beamHardeningHu: number;
  /** Density of the shell the head lies in; undefined where it is out of the picture. */
  readonly headHolderHu: number | undefined;
}

/** One made-up head: everything a slice is computed from. */
export interface SyntheticPatient {
  readonly seed: number;
  readonly shape: HeadShape;
  readonly anatomy: HeadAnatomy;
  readonly pose: HeadPose;
  readonly scan: ScanQuality;
  readonly bleeds: readonly Bleed[];
  readonly tissueNoise: GradientNoise;
}

/** Heights (mm above the base) between which slices look like head CT. */
export const LOWEST_Z_MM = 6;
export const HIGHEST_Z_MM = 98;

/**
 * The patient of a seed. `bleedKind` decides what bleeds ('none' for a normal head); the head itself is the same
 * whatever bleeds in it.
 */
export function createSyntheticPatient(seed: number, bleedKind: BleedKind | 'none'): SyntheticPatient {
  const random = createSeededRandom(deriveSeed(seed, 'head'));
  const shape = drawHeadShape(random);
  const atrophy = random.next() ** 1.5;
  const anatomy = drawHeadAnatomy(random, shape, atrophy);
  const pose: HeadPose = {
    rotation: random.normal(0, 0.05),
    pitch: random.normal(0, 0.05),
    roll: random.normal(0, 0.025),
    shiftXMm: random.normal(0, 2),
    shiftYMm: random.normal(0, 2),
  };
  const scan: ScanQuality = {
    noiseHu: random.between(1.8, 4.2),
    noiseCorrelation: random.between(0.3, 0.8),
    blurMm: random.between(0.45, 0.85),
    beamHardeningHu: random.between(3, 12),
    headHolderHu: random.chance(0.7) ? random.between(-150, 60) : undefined,
  };
  const bleedRandom = createSeededRandom(deriveSeed(seed, 'bleed'));
  const bleeds = bleedKind === 'none' ? [] : [drawBleed(bleedRandom, bleedKind, shape)];
  const tissueNoise = createGradientNoise(createSeededRandom(deriveSeed(seed, 'tissue')));
  return { seed, shape, anatomy, pose, scan, bleeds, tissueNoise };
}

/** The kind of bleed for the n-th bleeding patient: all five in turn. */
export function bleedKindInTurn(index: number): BleedKind {
  return BLEED_KINDS[index % BLEED_KINDS.length] as BleedKind;
}
