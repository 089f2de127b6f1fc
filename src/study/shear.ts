import { dot, normalOf, type PatientVector, sameCosines } from './direction.ts';
import type { FrameHeader } from './file-header.ts';

/** Two places lie on a line whatever happened between them. */
const LEAST_SLICES = 3;
/** A shorter stack has no angle to half a degree where positions are written in tenths of a mm. */
const LEAST_EXTENT_MM = 10;
/** Positions farther than this from their line lie on none. */
const OFF_LINE_MM = 0.5;

interface Place {
  /** Along the normal. */
  readonly alongMm: number;
  readonly positionMm: PatientVector;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Places about their mean; null where a slice does not say where it lies, or not all lie the same way. */
function centredPlaces(frames: readonly Pick<FrameHeader, 'positionMm' | 'orientation'>[]): Place[] | null {
  const orientation = frames[0]?.orientation;
  if (!orientation) return null;
  const normal = normalOf(orientation);
  const positions: PatientVector[] = [];
  for (const { positionMm, orientation: own } of frames) {
    if (!positionMm || !own || !sameCosines(own, orientation)) return null;
    positions.push(positionMm);
  }
  const [x, y, z] = [0, 1, 2].map((axis) => mean(positions.map((position) => position[axis] ?? 0)));
  return positions.map((position) => {
    const positionMm = [position[0] - (x ?? 0), position[1] - (y ?? 0), position[2] - (z ?? 0)] as const;
    return { alongMm: dot(positionMm, normal), positionMm };
  });
}

/**
 * By how many degrees a stack is sheared: the angle between the line that its slices' positions lie on (least squares) and
 * their normal, from ImagePositionPatient and ImageOrientationPatient (PS3.3 C.7.6.2.1.1). A CT whose gantry was tilted
 * while the table went straight has the tilt for it; which way the gantry leaned is not in it. Slices are of one size.
 * @returns 0 to 90, null where no line can be told: fewer than three slices, a stack of less than 10 mm, slices that lie
 *   differently or do not say how, positions more than half a mm off the line
 */
export function shearDegrees(frames: readonly Pick<FrameHeader, 'positionMm' | 'orientation'>[]): number | null {
  const places = frames.length < LEAST_SLICES ? null : centredPlaces(frames);
  if (places === null) return null;
  const along = places.map(({ alongMm }) => alongMm);
  if (Math.max(...along) - Math.min(...along) < LEAST_EXTENT_MM) return null;
  const spread = along.reduce((sum, value) => sum + value * value, 0);
  /** How far the positions move along an axis for each mm along the normal. */
  const slope = (axis: 0 | 1 | 2) =>
    places.reduce((sum, { alongMm, positionMm }) => sum + alongMm * positionMm[axis], 0) / spread;
  const line = [slope(0), slope(1), slope(2)] as const;
  const offLine = ({ alongMm, positionMm: [x, y, z] }: Place) =>
    Math.hypot(x - alongMm * line[0], y - alongMm * line[1], z - alongMm * line[2]);
  if (places.some((place) => offLine(place) > OFF_LINE_MM)) return null;
  // A mm along the normal is the leg beside the angle, the line the hypotenuse.
  return (Math.acos(Math.min(1, 1 / Math.hypot(...line))) * 180) / Math.PI;
}
