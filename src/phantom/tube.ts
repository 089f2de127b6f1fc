/**
 * A rounded, tapering rod that lies in the axial plane and swells and shrinks with height: the building block of
 * ventricles, nuclei, cisterns, bones of the base and calcifications. Millimetres in head coordinates: x to the patient's
 * left, y to the back, z to the vertex.
 */
export interface Tube {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly fromRadius: number;
  readonly toRadius: number;
  readonly centreZ: number;
  readonly halfHeight: number;
}

/** How far inside the tube a point lies, in mm; negative outside. */
export function depthInTube(tube: Tube, x: number, y: number, z: number): number {
  const height = (z - tube.centreZ) / tube.halfHeight;
  const swell = 1 - height * height;
  if (swell <= 0) return -99;
  const alongX = tube.toX - tube.fromX;
  const alongY = tube.toY - tube.fromY;
  const squared = alongX * alongX + alongY * alongY;
  const raw = squared === 0 ? 0 : ((x - tube.fromX) * alongX + (y - tube.fromY) * alongY) / squared;
  const along = Math.min(Math.max(raw, 0), 1);
  const offX = x - tube.fromX - along * alongX;
  const offY = y - tube.fromY - along * alongY;
  const radius = tube.fromRadius + along * (tube.toRadius - tube.fromRadius);
  return radius * Math.sqrt(swell) - Math.sqrt(offX * offX + offY * offY);
}

/** A tube with the box outside which it is more than `BOX_MARGIN_MM` away. */
export type BoxedTube<T extends Tube = Tube> = T & {
  readonly lowX: number;
  readonly highX: number;
  readonly lowY: number;
  readonly highY: number;
};

const BOX_MARGIN_MM = 3;

/** The greatest depth in any of the tubes, in mm; -99 when all are more than 3 mm away. */
export function depthInTubes(tubes: readonly BoxedTube[], x: number, y: number, z: number): number {
  let deepest = -99;
  for (const tube of tubes) {
    if (x < tube.lowX || x > tube.highX || y < tube.lowY || y > tube.highY) continue;
    const depth = depthInTube(tube, x, y, z);
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

/** The tubes that reach into heights between `lowZ` and `highZ`, each with its box. */
export function tubesBetween<T extends Tube>(
  tubes: readonly T[],
  lowZ: number,
  highZ: number,
): readonly BoxedTube<T>[] {
  return tubes
    .filter((tube) => tube.centreZ - tube.halfHeight < highZ && tube.centreZ + tube.halfHeight > lowZ)
    .map((tube) => {
      const reach = Math.max(tube.fromRadius, tube.toRadius) + BOX_MARGIN_MM;
      return {
        ...tube,
        lowX: Math.min(tube.fromX, tube.toX) - reach,
        highX: Math.max(tube.fromX, tube.toX) + reach,
        lowY: Math.min(tube.fromY, tube.toY) - reach,
        highY: Math.max(tube.fromY, tube.toY) + reach,
      };
    });
}

/** A tube and its mirror image on the other side of the midline. */
export function mirrored(tube: Tube): readonly [Tube, Tube] {
  return [tube, { ...tube, fromX: -tube.fromX, toX: -tube.toX }];
}
