import type { BrainPoint } from './bleed-depth.ts';
import type { DenseTube } from './head-anatomy.ts';
import { angleIndex, type HeadShape } from './head-shape.ts';
import type { SyntheticPatient } from './synthetic-patient.ts';
import { type BoxedTube, depthInTube, depthInTubes, tubesBetween } from './tube.ts';

/** Densities of what fills a head, HU (the range of textbooks: brain 20 to 45, fluid 0 to 15, fat -100 to -50). */
export const DENSITY_HU = {
  air: -1000,
  fat: -85,
  skin: 38,
  fluid: 7,
  bone: 1150,
  diploe: 620,
  venousBlood: 50,
} as const;

/** The anatomy that can be met between two heights: what one slice has to look at. */
export interface SliceAnatomy {
  readonly patient: SyntheticPatient;
  readonly ventricles: readonly BoxedTube[];
  readonly cisterns: readonly BoxedTube[];
  readonly nuclei: readonly BoxedTube[];
  readonly bones: readonly BoxedTube<DenseTube>[];
  readonly calcifications: readonly BoxedTube<DenseTube>[];
}

/** Narrow a patient's anatomy to the heights a slice cuts. */
export function sliceAnatomy(patient: SyntheticPatient, lowZ: number, highZ: number): SliceAnatomy {
  const { anatomy } = patient;
  return {
    patient,
    ventricles: tubesBetween(anatomy.ventricles, lowZ, highZ),
    cisterns: tubesBetween(anatomy.cisterns, lowZ, highZ),
    nuclei: tubesBetween(anatomy.greyNuclei, lowZ, highZ),
    bones: tubesBetween(anatomy.baseBones, lowZ, highZ),
    calcifications: tubesBetween(anatomy.calcifications, lowZ, highZ),
  };
}

/** Density (HU) of the healthy inside of the skull at a point; fills in the point's fluid depths on the way. */
export function brainDensityHu(slice: SliceAnatomy, point: BrainPoint): number {
  const { anatomy, tissueNoise } = slice.patient;
  const { z } = point;
  // No line in a head is straight: bend the map the anatomy is drawn on.
  const bend = tissueNoise(point.x * 0.06, point.y * 0.06, z * 0.03);
  const x = point.x + 4 * bend;
  const y = point.y + 4 * tissueNoise(point.x * 0.06, point.y * 0.06, z * 0.03 + 300);
  point.ventricleDepthMm = depthInTubes(slice.ventricles, x, y, z);
  point.cisternDepthMm = depthInTubes(slice.cisterns, x, y, z);
  point.sulcusFraction = -9;
  const dense = denseAt(slice.bones, x, y, z) || denseAt(slice.calcifications, x, y, z);
  if (dense > 0) return dense;
  const midline = midlineDensityHu(slice.patient, point);
  if (midline !== undefined) return midline;
  if (point.ventricleDepthMm > 0 || point.cisternDepthMm > 0) return DENSITY_HU.fluid;
  const texture = 3 * bend;
  if (depthInTube(anatomy.brainstem, x, y, z) > 0) return anatomy.whiteMatterHu + 3 + texture;
  if (z < 22 && y > 12) return cerebellumHu(slice.patient, point) + texture;
  const cortex = cortexDensityHu(slice.patient, point);
  if (cortex !== undefined) return cortex + texture;
  if (depthInTubes(slice.nuclei, x, y, z) > 0) return anatomy.greyMatterHu - 0.5 + texture;
  return anatomy.whiteMatterHu + texture;
}

function denseAt(parts: readonly BoxedTube<DenseTube>[], x: number, y: number, z: number): number {
  for (const part of parts) {
    if (x < part.lowX || x > part.highX || y < part.lowY || y > part.highY) continue;
    if (depthInTube(part, x, y, z) > 0) return part.densityHu;
  }
  return 0;
}

/** Falx, fissure between the hemispheres, sagittal sinus, tentorium; undefined beside them. */
function midlineDensityHu(patient: SyntheticPatient, point: BrainPoint): number | undefined {
  const { anatomy, shape, tissueNoise } = patient;
  const { x, y, z, depthMm } = point;
  if (y > 0 && z > 18 && depthMm < 7 && Math.abs(x) < (7 - depthMm) * 0.75) return DENSITY_HU.venousBlood;
  if (z >= 13 && z < 32 && y > 24) {
    const edge = 4 + (32 - z) * 1.5 + (y - 24) * 0.42;
    if (Math.abs(Math.abs(x) - edge) < 0.8) return anatomy.falxHu;
  }
  if (Math.abs(x) > 5.5) return undefined;
  const offMidline = Math.abs(x + 1.2 * tissueNoise(y * 0.05, z * 0.05, 60));
  if (offMidline > 4 || z < 14 || (z < 22 && y > 0)) return undefined;
  // The corpus callosum and the third ventricle interrupt the fissure at the middle levels.
  const rise = (z - 45) / 27;
  const gap = Math.sqrt(Math.max(0, 1 - rise * rise));
  const isFront = y < -34 * gap * (shape.halfWidthMm / 66) || gap === 0;
  const isBack = y > 36 * gap * (shape.halfWidthMm / 66);
  if (!isFront && !isBack) return undefined;
  const chalk = anatomy.falxCalcification;
  if (chalk.densityHu > 0 && z > 50 && y > chalk.fromY && y < chalk.toY && offMidline < 1.1) return chalk.densityHu;
  if (offMidline < 0.8 && depthMm < (isBack ? 60 : 45)) return anatomy.falxHu;
  const fluid = 0.9 + 12 * anatomy.sulcusWidth * (1 + 2 * tissueNoise(x * 0.08, y * 0.08, z * 0.08 + 70));
  if (offMidline < fluid) {
    point.sulcusFraction = 1 - offMidline / fluid;
    return DENSITY_HU.fluid + 3;
  }
  return offMidline < fluid + 2.5 ? anatomy.greyMatterHu : undefined;
}

function cerebellumHu(patient: SyntheticPatient, point: BrainPoint): number {
  const { anatomy, tissueNoise } = patient;
  const folia = Math.sin(point.y * 1.1 + 9 * tissueNoise(point.x * 0.04, point.y * 0.04, point.z * 0.04));
  if (point.depthMm < 1.2 + anatomy.surfaceFluidMm) return DENSITY_HU.fluid + 6;
  return anatomy.whiteMatterHu + (point.depthMm < 14 ? 6 + 2 * folia : 4);
}

/** Surface fluid, sulci and the folded grey ribbon; undefined in the white matter below. */
function cortexDensityHu(patient: SyntheticPatient, point: BrainPoint): number | undefined {
  const { anatomy, shape, tissueNoise } = patient;
  const depth = depthBelowVaultMm(shape, point);
  if (depth > 30) return undefined;
  if (depth < anatomy.surfaceFluidMm) {
    point.sulcusFraction = 1;
    return DENSITY_HU.fluid + 2;
  }
  const reach = 15 + 14 * tissueNoise(point.x * 0.045, point.y * 0.045, point.z * 0.045 + 90);
  const folds = foldNoise(patient, point, depth);
  const distance = Math.abs(folds);
  const deepening = Math.max(0, 1 - depth / (reach + 4));
  const width = anatomy.sulcusWidth * (0.45 + deepening);
  if (depth < reach + 4) point.sulcusFraction = 1 - distance / width;
  if (depth < reach + 4 && distance < width) return DENSITY_HU.fluid + 4;
  const ribbon = depth < 4 || (depth < reach + 7 && distance < width + 0.17);
  return ribbon ? anatomy.greyMatterHu : undefined;
}

/** Depth below the dome of the vault in three dimensions, mm: near the vertex all of the brain is near the surface. */
function depthBelowVaultMm(shape: HeadShape, point: BrainPoint): number {
  const height = point.z - shape.widestZMm;
  if (height <= 0) return point.depthMm;
  const rise = height / shape.vaultHeightMm;
  const radius = Math.sqrt(point.x * point.x + point.y * point.y);
  const widest = shape.innerRadiusMm[angleIndex(point.angle)] as number;
  const across = radius / widest;
  return (1 - Math.sqrt(across * across + rise * rise)) * (radius < 1 ? shape.halfWidthMm : widest);
}

/** Folds run inwards from the surface low down, and in all directions near the vertex. */
function foldNoise(patient: SyntheticPatient, point: BrainPoint, depth: number): number {
  const noise = patient.tissueNoise;
  const { x, y, z, angle } = point;
  const vertex = Math.min(1, Math.max(0, (z - 62) / 18));
  let value = 0;
  if (vertex < 1) {
    const bend = 3 * noise(x * 0.06, y * 0.06, z * 0.06 + 30);
    value += (1 - vertex) * noise((angle * 68 + bend * 2) * 0.085, (depth + bend) * 0.03, z * 0.05 + 120);
  }
  if (vertex > 0) value += vertex * noise(x * 0.075, y * 0.075, z * 0.05 + 150);
  return value;
}
