import type { SeededRandom } from '../random/seeded-random.ts';

/** Smooth noise at a point: mean 0, mostly within [-0.7, 0.7], features about one unit wide. */
export type GradientNoise = (x: number, y: number, z: number) => number;

/**
 * Gradient noise in three dimensions (K. Perlin, "Improving noise", SIGGRAPH 2002), its permutation drawn from `random`.
 */
export function createGradientNoise(random: SeededRandom): GradientNoise {
  const once = random.shuffle(Array.from({ length: 256 }, (_, index) => index));
  const permutation = Uint8Array.from([...once, ...once, ...once]);
  const at = (index: number): number => permutation[index] as number;

  return (x, y, z) => {
    const floorX = Math.floor(x);
    const floorY = Math.floor(y);
    const floorZ = Math.floor(z);
    const dx = x - floorX;
    const dy = y - floorY;
    const dz = z - floorZ;
    const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const w = dz * dz * dz * (dz * (dz * 6 - 15) + 10);
    const a = at(floorX & 255) + (floorY & 255);
    const b = at((floorX & 255) + 1) + (floorY & 255);
    const layer = floorZ & 255;
    const aa = at(a) + layer;
    const ab = at(a + 1) + layer;
    const ba = at(b) + layer;
    const bb = at(b + 1) + layer;
    const near00 = slope(at(aa), dx, dy, dz);
    const near01 = slope(at(ab), dx, dy - 1, dz);
    const far00 = slope(at(aa + 1), dx, dy, dz - 1);
    const far01 = slope(at(ab + 1), dx, dy - 1, dz - 1);
    const near0 = near00 + u * (slope(at(ba), dx - 1, dy, dz) - near00);
    const near1 = near01 + u * (slope(at(bb), dx - 1, dy - 1, dz) - near01);
    const far0 = far00 + u * (slope(at(ba + 1), dx - 1, dy, dz - 1) - far00);
    const far1 = far01 + u * (slope(at(bb + 1), dx - 1, dy - 1, dz - 1) - far01);
    const near = near0 + v * (near1 - near0);
    return near + w * (far0 + v * (far1 - far0) - near);
  };
}

/** Directions to the middles of a cube's edges, four of them twice, as in the paper. */
const SLOPES = Float64Array.of(
  ...[1, 1, 0, -1, 1, 0, 1, -1, 0, -1, -1, 0, 1, 0, 1, -1, 0, 1, 1, 0, -1, -1, 0, -1],
  ...[0, 1, 1, 0, -1, 1, 0, 1, -1, 0, -1, -1, 1, 1, 0, -1, 1, 0, 0, -1, 1, 0, -1, -1],
);

function slope(hash: number, x: number, y: number, z: number): number {
  const start = (hash & 15) * 3;
  return (SLOPES[start] as number) * x + (SLOPES[start + 1] as number) * y + (SLOPES[start + 2] as number) * z;
}
