import { z } from 'zod';
import { dot, imageAxes, normalOf, type PatientVector, sameCosines } from './direction.ts';
import { type FrameHeader, frameHeaderSchema } from './file-header.ts';

/** Where a slice lies in the patient, in mm (LPS). */
export const slicePlaneSchema = z.object({
  /** Coordinates of two slices of a source can be compared where this number is the same. */
  frameOfReference: z.number().int(),
  /** The middle of the picture. */
  centreMm: frameHeaderSchema.shape.positionMm.unwrap(),
  /** Direction cosines of a row, then of a column. */
  orientation: frameHeaderSchema.shape.orientation.unwrap(),
});
export type SlicePlane = z.infer<typeof slicePlaneSchema>;

const plus = (at: PatientVector, direction: PatientVector, mm: number): PatientVector => [
  at[0] + direction[0] * mm,
  at[1] + direction[1] * mm,
  at[2] + direction[2] * mm,
];

/**
 * The middle of a slice in mm, to a thousandth: ImagePositionPatient is the middle of the first pixel (PS3.3 C.7.6.2.1.1). Null
 * where the file does not say where it lies, how, or how large its pixels are.
 */
export function centreOfSliceMm(
  { positionMm, orientation, spacingMm }: Pick<FrameHeader, 'positionMm' | 'orientation' | 'spacingMm'>,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): [number, number, number] | null {
  if (positionMm === null || orientation === null || spacingMm === null) return null;
  const { row, column } = imageAxes(orientation);
  const along = plus(positionMm, row, ((columns - 1) / 2) * spacingMm.column);
  const [x, y, z] = plus(along, column, ((rows - 1) / 2) * spacingMm.row);
  const rounded = (mm: number) => Math.round(mm * 1000) / 1000;
  return [rounded(x), rounded(y), rounded(z)];
}

const between = (own: SlicePlane, other: SlicePlane): PatientVector => plus(other.centreMm, own.centreMm, -1);

/** The angle between two planes, 0 to 90 degrees, whichever way their normals point; 0 for those that are parallel as far as files say. */
export function tiltDegrees(own: SlicePlane, other: SlicePlane): number {
  const [a, b] = [normalOf(own.orientation), normalOf(other.orientation)];
  const cosine = dot(a, b);
  const facing = cosine < 0 ? b.map((part) => -part) : b;
  return sameCosines(a, facing) ? 0 : (Math.acos(Math.min(1, Math.abs(cosine))) * 180) / Math.PI;
}

/** How far another slice's plane is from the middle of a slice, in mm; positive on the side that the slice's own normal points to. */
export function planeAwayMm(own: SlicePlane, other: SlicePlane): number {
  const normal = normalOf(other.orientation);
  const away = dot(between(own, other), normal);
  return dot(normalOf(own.orientation), normal) < 0 ? -away : away;
}

/**
 * How far another slice's middle lies from that of a slice, in mm along its rows (x) and columns (y). Null where they have no
 * coordinates in common or their rows and columns run differently.
 */
export function middlesApartMm(own: SlicePlane, other: SlicePlane): { x: number; y: number } | null {
  if (own.frameOfReference !== other.frameOfReference || !sameCosines(own.orientation, other.orientation)) return null;
  const { row, column } = imageAxes(own.orientation);
  const apart = between(own, other);
  return { x: dot(apart, row), y: dot(apart, column) };
}
