import type { SeededRandom } from '../random/seeded-random.ts';

/** The vault of one head: inner table, skull and scalp thickness around the axis. Lengths in mm, angles in radians. */
export interface HeadShape {
  /** Half the inner width and half the inner length at the widest level. */
  readonly halfWidthMm: number;
  readonly halfLengthMm: number;
  /** Height of the widest level, and of the inner vault above it. */
  readonly widestZMm: number;
  readonly vaultHeightMm: number;
  readonly scalpMm: number;
  /** Inner radius at the widest level, by angle (see `angleIndex`). */
  readonly innerRadiusMm: Float64Array;
  /** Skull thickness measured radially, by angle. */
  readonly skullMm: Float64Array;
  /** Frontal sinus: half its angle, its top, and the depth of the air. Zero depth for none. */
  readonly sinusHalfAngle: number;
  readonly sinusTopZMm: number;
  readonly sinusDepthMm: number;
}

/** Number of steps around the head. */
const ANGLE_STEPS = 1024;

/** Index of an angle in [-pi, pi], 0 to the front, positive to the patient's left. */
export function angleIndex(angle: number): number {
  return Math.floor(((angle + Math.PI) / (2 * Math.PI)) * ANGLE_STEPS) & (ANGLE_STEPS - 1);
}

/** Draw a head: adult sizes, superelliptic, narrower in front, gently uneven. */
export function drawHeadShape(random: SeededRandom): HeadShape {
  const halfWidthMm = random.between(63, 69);
  const halfLengthMm = halfWidthMm * random.between(1.16, 1.26);
  const skullBase = random.between(5, 7);
  const exponent = random.between(2.05, 2.35);
  const frontTaper = random.between(0.04, 0.16);
  const unevenness = drawHarmonics(random, 0.008);
  const thickening = drawHarmonics(random, 0.06);
  const innerRadiusMm = new Float64Array(ANGLE_STEPS);
  const skullMm = new Float64Array(ANGLE_STEPS);
  for (let step = 0; step < ANGLE_STEPS; step++) {
    const angle = ((step + 0.5) / ANGLE_STEPS) * 2 * Math.PI - Math.PI;
    const front = Math.cos(angle);
    const side = Math.abs(Math.sin(angle));
    const width = halfWidthMm * (1 - frontTaper * Math.max(0, front));
    const power = (side / width) ** exponent + (Math.abs(front) / halfLengthMm) ** exponent;
    innerRadiusMm[step] = power ** (-1 / exponent) * (1 + harmonicSum(unevenness, angle));
    // The squama of the temporal bone is thin; the frontal and occipital midline is thick.
    skullMm[step] = skullBase * (0.8 + 0.45 * front * front + harmonicSum(thickening, angle));
  }
  const hasSinus = random.chance(0.6);
  return {
    halfWidthMm,
    halfLengthMm,
    widestZMm: random.between(30, 40),
    vaultHeightMm: random.between(72, 82),
    scalpMm: random.between(3.5, 6.5),
    innerRadiusMm,
    skullMm,
    sinusHalfAngle: random.between(0.18, 0.38),
    sinusTopZMm: random.between(14, 26),
    sinusDepthMm: hasSinus ? random.between(5, 10) : 0,
  };
}

/** Size of the axial section at a height as a fraction of the widest one, in [0.05, 1]. */
export function sectionScale(shape: HeadShape, z: number): number {
  const height = z - shape.widestZMm;
  if (height < 0) return 1 - 0.00012 * height * height;
  const fraction = height / shape.vaultHeightMm;
  return Math.sqrt(Math.max(0.0025, 1 - fraction * fraction));
}

/** How much thicker a slanting vault is cut by an axial plane at this height, in [1, 1.9]. */
export function skullObliquity(shape: HeadShape, z: number): number {
  const fraction = Math.max(0, (z - shape.widestZMm) / shape.vaultHeightMm);
  return 1 + 0.9 * fraction * fraction * fraction;
}

/** No part of the head is farther than this from its axis, mm. */
export function outermostRadiusMm(shape: HeadShape): number {
  let widest = 0;
  for (const radius of shape.innerRadiusMm) widest = Math.max(widest, radius);
  let thickest = 0;
  for (const thickness of shape.skullMm) thickest = Math.max(thickest, thickness);
  return widest + 1.9 * thickest + shape.sinusDepthMm + shape.scalpMm;
}

interface Harmonic {
  readonly order: number;
  readonly amplitude: number;
  readonly phase: number;
}

function drawHarmonics(random: SeededRandom, amplitude: number): readonly Harmonic[] {
  return [2, 3, 4, 5, 7].map((order) => ({
    order,
    amplitude: random.normal(0, amplitude / Math.sqrt(order / 2)),
    phase: random.between(0, 2 * Math.PI),
  }));
}

function harmonicSum(harmonics: readonly Harmonic[], angle: number): number {
  let sum = 0;
  for (const { order, amplitude, phase } of harmonics) sum += amplitude * Math.cos(order * angle + phase);
  return sum;
}
