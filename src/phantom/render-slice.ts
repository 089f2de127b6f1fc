import { deriveSeed } from '../random/seeded-random.ts';
import { type Bleed, type BleedKind, midlineShiftMm } from './bleed.ts';
import { type BrainPoint, depthInBleed } from './bleed-depth.ts';
import { brainDensityHu, DENSITY_HU, type SliceAnatomy, sliceAnatomy } from './brain-tissue.ts';
import { angleIndex, type HeadShape, outermostRadiusMm, sectionScale, skullObliquity } from './head-shape.ts';
import { acquireImage, toHounsfield } from './scanner.ts';
import type { SyntheticPatient } from './synthetic-patient.ts';

/** A made-up CT slice with the truth about it. Row 0 is the front; column 0 is the patient's right. */
export interface PhantomSlice {
  readonly rows: number;
  readonly columns: number;
  readonly pixelSpacingMm: number;
  /** Height of the slice above the base, mm. */
  readonly zMm: number;
  /** Hounsfield units, row by row. */
  readonly hu: Int16Array;
  /** 1 where blood is, row by row. */
  readonly bleedMask: Uint8Array;
  readonly bleedAreaMm2: number;
  /** The kind of bleed this slice shows; 'none' also for a slice of a bleeding patient that the bleed does not reach. */
  readonly bleedKind: BleedKind | 'none';
}

export interface SliceOptions {
  readonly zMm: number;
  /** Defaults to 512 by 512. */
  readonly rows?: number;
  readonly columns?: number;
  /** Defaults to a field of view of 225 mm across the columns. */
  readonly pixelSpacingMm?: number;
  /** 'ideal' leaves out blur, beam hardening and noise; 'scanned' is the default. */
  readonly acquisition?: 'scanned' | 'ideal';
}

/** Less blood than this is not drawn: a reader could not be asked to see it. */
const SMALLEST_BLEED_MM2 = 30;

/** Compute one slice of a patient. The same patient and options give the same bytes. */
export function renderSlice(patient: SyntheticPatient, options: SliceOptions): PhantomSlice {
  const columns = options.columns ?? 512;
  const rows = options.rows ?? columns;
  const pixelSpacingMm = options.pixelSpacingMm ?? 225 / columns;
  const grid = { rows, columns, pixelSpacingMm, zMm: options.zMm };
  let drawn = drawTissue(patient, patient.bleeds, grid);
  let bleedAreaMm2 = drawn.bleedPixels * pixelSpacingMm ** 2;
  if (bleedAreaMm2 > 0 && bleedAreaMm2 < SMALLEST_BLEED_MM2) {
    drawn = drawTissue(patient, [], grid);
    bleedAreaMm2 = 0;
  }
  if (options.acquisition !== 'ideal') {
    const seed = deriveSeed(patient.seed, 'noise', Math.round(options.zMm * 100), columns);
    acquireImage(drawn.image, grid, { seed, scan: patient.scan });
  }
  return {
    ...grid,
    hu: toHounsfield(drawn.image),
    bleedMask: drawn.bleedMask,
    bleedAreaMm2,
    bleedKind: bleedAreaMm2 > 0 ? (patient.bleeds[0]?.kind ?? 'none') : 'none',
  };
}

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly pixelSpacingMm: number;
  readonly zMm: number;
}

interface DrawnTissue {
  readonly image: Float32Array;
  readonly bleedMask: Uint8Array;
  readonly bleedPixels: number;
}

function drawTissue(patient: SyntheticPatient, bleeds: readonly Bleed[], grid: Grid): DrawnTissue {
  const { rows, columns, pixelSpacingMm, zMm } = grid;
  const image = new Float32Array(rows * columns);
  const bleedMask = new Uint8Array(rows * columns);
  const lean = 110 * Math.abs(patient.pose.pitch) + 80 * Math.abs(patient.pose.roll);
  const anatomy = sliceAnatomy(patient, zMm - lean, zMm + lean);
  const cosine = Math.cos(patient.pose.rotation);
  const sine = Math.sin(patient.pose.rotation);
  const painter = createPainter(anatomy, bleeds);
  let bleedPixels = 0;
  for (let row = 0; row < rows; row++) {
    const imageY = (row - (rows - 1) / 2) * pixelSpacingMm;
    for (let column = 0; column < columns; column++) {
      const imageX = (column - (columns - 1) / 2) * pixelSpacingMm;
      const headX = imageX - patient.pose.shiftXMm;
      const headY = imageY - patient.pose.shiftYMm;
      const density = painter.densityHu(headX * cosine + headY * sine, headY * cosine - headX * sine, zMm);
      const index = row * columns + column;
      image[index] = Number.isNaN(density) ? surroundingsHu(patient, imageX, imageY) : density;
      if (painter.isBlood()) {
        bleedMask[index] = 1;
        bleedPixels++;
      }
    }
  }
  return { image, bleedMask, bleedPixels };
}

/** Air, and the plastic shell the head lies in. */
function surroundingsHu(patient: SyntheticPatient, imageX: number, imageY: number): number {
  const { headHolderHu } = patient.scan;
  if (headHolderHu === undefined || imageY < 20) return DENSITY_HU.air;
  const shell = Math.sqrt(imageX * imageX + (imageY + 10) ** 2) - 118;
  return shell > 0 && shell < 2.2 ? headHolderHu : DENSITY_HU.air;
}

interface Painter {
  /** Density (HU) at a point of the head; not a number outside it. */
  densityHu(x: number, y: number, z: number): number;
  /** Whether the point just painted was blood. */
  isBlood(): boolean;
}

function createPainter(slice: SliceAnatomy, bleeds: readonly Bleed[]): Painter {
  const { shape, pose, scan, tissueNoise } = slice.patient;
  // Not-a-number until known: the engine then keeps every field a float from the start, which halves the time.
  const point: BrainPoint = {
    x: Number.NaN,
    y: Number.NaN,
    z: Number.NaN,
    angle: Number.NaN,
    depthMm: Number.NaN,
    ventricleDepthMm: Number.NaN,
    cisternDepthMm: Number.NaN,
    sulcusFraction: Number.NaN,
  };
  const outerRadiusMm = outermostRadiusMm(shape);
  let blood = false;

  const densityHu = (x: number, y: number, sliceZ: number): number => {
    blood = false;
    const radiusSquared = x * x + y * y;
    if (radiusSquared > outerRadiusMm * outerRadiusMm) return Number.NaN;
    const z = sliceZ + y * pose.pitch + x * pose.roll;
    const angle = Math.atan2(x, -y);
    const around = angleIndex(angle);
    const depthMm = (shape.innerRadiusMm[around] as number) * sectionScale(shape, z) - Math.sqrt(radiusSquared);
    const extra = sinusDepthMm(shape, angle, z);
    const skullMm = (shape.skullMm[around] as number) * skullObliquity(shape, z) + extra;
    if (depthMm < -skullMm - shape.scalpMm) return Number.NaN;
    if (depthMm < -skullMm) return scalpHu(-skullMm - depthMm, shape.scalpMm);
    if (depthMm < 0) return skullHu(-depthMm, skullMm, extra);
    point.x = x - shiftAt(bleeds, y, z, depthMm);
    point.y = y;
    point.z = z;
    point.angle = angle;
    point.depthMm = depthMm;
    let density = brainDensityHu(slice, point);
    if (depthMm < 10) density += 5 * Math.exp(-depthMm / 2.5);
    if (z < 16) density -= beamHardening(scan.beamHardeningHu, y, z, tissueNoise(x * 0.02, y * 0.35, 200));
    // Blood lies where it lies: its place does not move with the brain it pushes.
    point.x = x;
    for (const bleed of bleeds) density = bleedOver(bleed, density);
    return density;
  };

  const bleedOver = (bleed: Bleed, density: number): number => {
    if (density > 85) return density;
    const depth = depthInBleed(bleed, point, tissueNoise);
    if (depth > 0) {
      blood = true;
      const clots = 9 * tissueNoise(point.x * 0.16, point.y * 0.16, point.z * 0.16 + 17);
      const serum = depth < 1 ? -3 : 0;
      return Math.max(51, Math.min(88, bleed.densityHu + clots + serum));
    }
    if (bleed.kind === 'intraparenchymal' && depth > -bleed.oedemaMm && density > 18) return 16 + 0.15 * density;
    return density;
  };

  return { densityHu, isBlood: () => blood };
}

/** Skin outside, fat below it, muscle and galea on the bone. */
function scalpHu(fromBoneMm: number, scalpMm: number): number {
  const fraction = fromBoneMm / scalpMm;
  if (fraction > 0.64) return DENSITY_HU.skin;
  return fraction > 0.34 ? DENSITY_HU.fat : DENSITY_HU.skin;
}

/** Depth of the frontal sinus at an angle and height, mm; 0 beside it. */
function sinusDepthMm(shape: HeadShape, angle: number, z: number): number {
  if (shape.sinusDepthMm === 0 || z >= shape.sinusTopZMm) return 0;
  const aside = angle / shape.sinusHalfAngle;
  const up = Math.min(1, (shape.sinusTopZMm - z) / 8);
  return Math.max(0, shape.sinusDepthMm * (1 - aside * aside) * Math.sqrt(up));
}

/** Two tables of compact bone with diploe between them, or the air of the frontal sinus. */
function skullHu(fromInsideMm: number, skullMm: number, sinusMm: number): number {
  if (sinusMm > 2 && fromInsideMm > 2.5 && fromInsideMm < 1.5 + sinusMm) return DENSITY_HU.air + 20;
  const fraction = fromInsideMm / skullMm;
  return fraction > 0.36 && fraction < 0.68 ? DENSITY_HU.diploe : DENSITY_HU.bone;
}

/** Dark bands from side to side behind and between the petrous bones. */
function beamHardening(depthHu: number, y: number, z: number, streak: number): number {
  const across = Math.exp(-(((y - 12) / 16) ** 2));
  return depthHu * across * Math.min(1, (16 - z) / 6) * (0.7 + 1.6 * streak);
}

function shiftAt(bleeds: readonly Bleed[], y: number, z: number, depthMm: number): number {
  let shift = 0;
  for (const bleed of bleeds) {
    const height = (z - bleed.centreZMm) / (bleed.halfHeightMm * 1.3);
    if (height <= -1 || height >= 1) continue;
    const away = 1 - height * height;
    // The falx holds front and back; the brain gives in the middle.
    shift += midlineShiftMm(bleed) * away * Math.exp(-((y / 45) ** 2)) * Math.min(1, depthMm / 30);
  }
  return shift;
}
