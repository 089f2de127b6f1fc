import type { FrameHeader } from './file-header.ts';

/** A direction or point in the patient's system: x to the left, y to the back, z to the head (LPS), mm for points. */
export type PatientVector = readonly [number, number, number];

/** Direction of a row (to the right of the image) and of a column (down the image). */
export function imageAxes(orientation: NonNullable<FrameHeader['orientation']>): {
  row: PatientVector;
  column: PatientVector;
} {
  const [a, b, c, d, e, f] = orientation;
  return { row: [a, b, c], column: [d, e, f] };
}

/** Scalar product. */
export function dot(a: PatientVector, b: PatientVector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Cosines that differ by less are of one direction, to about half a degree. */
const SAME_COSINE = 0.01;

/** Whether two lists of direction cosines (a vector, or those of a row and a column) are the same as far as files write them. */
export function sameCosines(a: readonly number[], b: readonly number[], apart = SAME_COSINE): boolean {
  return a.every((cosine, at) => Math.abs(cosine - (b[at] ?? 0)) < apart);
}

/** Unit normal of the image plane: row x column; towards the head for the usual axial slice. */
export function normalOf(orientation: NonNullable<FrameHeader['orientation']>): PatientVector {
  const { row, column } = imageAxes(orientation);
  const normal = [
    row[1] * column[2] - row[2] * column[1],
    row[2] * column[0] - row[0] * column[2],
    row[0] * column[1] - row[1] * column[0],
  ] as const;
  const length = Math.hypot(...normal) || 1;
  return [normal[0] / length, normal[1] / length, normal[2] / length];
}

/**
 * Where a slice stands along its own normal, in mm to a hundredth: the one coordinate that tells slices of a stack apart,
 * whichever way they lie (for axial ones the height). Null without position or orientation.
 */
export function placeOnNormalMm({
  positionMm,
  orientation,
}: Pick<FrameHeader, 'positionMm' | 'orientation'>): number | null {
  if (positionMm === null || orientation === null) return null;
  return Math.round(dot(positionMm, normalOf(orientation)) * 100) / 100;
}

/**
 * The place of a slice as other viewers show it: the height of one that lies across the body, however it is turned or
 * tilted, and of one that does not say how it lies; else the place along its own normal.
 */
export function placeShownMm(frame: Pick<FrameHeader, 'positionMm' | 'orientation'>): number | null {
  const { positionMm, orientation } = frame;
  const across = orientation === null || Math.abs(normalOf(orientation)[2]) > ACROSS;
  return across ? (positionMm?.[2] ?? null) : placeOnNormalMm(frame);
}

/** Cosine of 45 degrees. */
const ACROSS = Math.SQRT1_2;
