import type { Bleed, IntraparenchymalBleed, SurfaceBleed } from './bleed.ts';
import type { GradientNoise } from './gradient-noise.ts';

/** What the renderer knows of one point inside the skull. Lengths in mm, head coordinates (see `Tube`). */
export interface BrainPoint {
  x: number;
  y: number;
  z: number;
  /** 0 to the front, positive to the patient's left. */
  angle: number;
  /** Distance to the inner table, in the plane. */
  depthMm: number;
  /** Depth inside a ventricle; negative outside. */
  ventricleDepthMm: number;
  /** Depth inside a cistern or fissure; negative outside. */
  cisternDepthMm: number;
  /** Distance into a sulcus as a fraction of its width: 1 in the middle, 0 at the wall, negative outside. */
  sulcusFraction: number;
}

/**
 * How far inside the bleed a point lies, in mm (in width fractions for a sulcus); not above zero means outside.
 * Blood in the brain gives small negative numbers in its oedema.
 */
export function depthInBleed(bleed: Bleed, point: BrainPoint, noise: GradientNoise): number {
  const height = (point.z - bleed.centreZMm) / bleed.halfHeightMm;
  if (height <= -1.6 || height >= 1.6) return -99;
  switch (bleed.kind) {
    case 'epidural':
    case 'subdural':
      return depthInSurfaceBleed(bleed, point, height, noise);
    case 'subarachnoid': {
      const turn = angleBetween(point.angle, bleed.angle) / bleed.halfAngle;
      const reach = 1 - turn * turn - height * height + 1.2 * noise(point.x * 0.05, point.y * 0.05, point.z * 0.05 + 7);
      // Cisterns near the middle have no direction to speak of: they fill by height alone.
      const central = 1 - height * height - Math.sqrt(point.x * point.x + (point.y + 8) * (point.y + 8)) / 60;
      const sulcus = Math.min(reach * 2, point.sulcusFraction + bleed.widening);
      const cistern = Math.min(Math.max(reach, central * 1.5) * 4, point.cisternDepthMm + bleed.widening * 0.8);
      return Math.max(sulcus, cistern);
    }
    case 'intraparenchymal':
      return depthInBlob(bleed, point, height, noise);
    case 'intraventricular': {
      if (height <= -1 || height >= 1) return -99;
      const sign = bleed.side === 'left' ? 1 : -1;
      const settled = point.y - bleed.levelYMm + 2 * noise(point.x * 0.2, 3, point.z * 0.2);
      const cast = bleed.castOfOneSide ? sign * point.x + 1 : -99;
      return Math.min(point.ventricleDepthMm, Math.max(settled, cast));
    }
  }
}

function depthInSurfaceBleed(bleed: SurfaceBleed, point: BrainPoint, height: number, noise: GradientNoise): number {
  const turn = angleBetween(point.angle, bleed.angle) / bleed.halfAngle;
  const off = turn * turn + height * height;
  if (off >= 1) return -99;
  // A lens is parabolic; a crescent keeps its thickness and then tapers.
  const profile = bleed.kind === 'epidural' ? 1 - off : Math.sqrt(1 - off) * (1 - 0.25 * off);
  const wobble = 1 + 0.35 * noise(point.x * 0.06, point.y * 0.06, point.z * 0.06 + 3);
  const thickness = bleed.thicknessMm * profile * wobble;
  // Subdural blood stays on its side of the falx.
  const sideways = (bleed.side === 'left' ? point.x : -point.x) - 1;
  const across = bleed.kind === 'subdural' ? sideways : 99;
  return Math.min(point.depthMm, thickness - point.depthMm, across);
}

function depthInBlob(bleed: IntraparenchymalBleed, point: BrainPoint, height: number, noise: GradientNoise): number {
  const dx = (point.x - bleed.centreXMm) / bleed.radiusXMm;
  const dy = (point.y - bleed.centreYMm) / bleed.radiusYMm;
  const distance = Math.sqrt(dx * dx + dy * dy + height * height);
  if (distance > 3) return -99;
  const scale = 1.6 / bleed.radiusXMm;
  const ragged =
    noise(point.x * scale, point.y * scale, point.z * scale + 11) +
    0.5 * noise(point.x * 2.3 * scale, point.y * 2.3 * scale, point.z * 2.3 * scale + 23);
  const inside = (1 - distance + bleed.raggedness * ragged) * bleed.radiusXMm;
  return Math.min(inside, point.depthMm - 1);
}

/** The angle between two directions, in [0, pi]. */
function angleBetween(a: number, b: number): number {
  const turn = Math.abs(a - b);
  return turn > Math.PI ? 2 * Math.PI - turn : turn;
}
