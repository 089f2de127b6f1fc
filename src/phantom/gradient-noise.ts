import type { SeededRandom } from '../random/seeded-random.ts';

/** Smooth noise at a point: mean 0, mostly within [-0.7, 0.7], features about one unit wide. */
export type GradientNoise = (x: number, y: number, z: number) => number;

/**
 * Gradient noise in three dimensions (K. Perlin, "Improving noise", SIGGRAPH 2002), its permutation drawn from `random`.
 */
export function createGradientNoise(random: SeededRandom): GradientNoise {
  const once = random.shuffle(Array.from({ length: 256 }, (_, index) => index));
  const permutation = Uint8Array.from([...once, ...once]);
  const at = (index: number): number => permutation[index & 511] as number;

  return (x, y, z) => {
    const floorX = Math.floor(x);
    const floorY = Math.floor(y);
    const floorZ = Math.floor(z);
    const dx = x - floorX;
    const dy = y - floorY;
    const dz = z - floorZ;
    const u = fade(dx);
    const v = fade(dy);
    const w = fade(dz);
    const a = at(floorX & 255) + (floorY & 255);
    const b = at((floorX + 1) & 255) + (floorY & 255);
    const layer = floorZ & 255;
    const aa = at(a) + layer;
    const ab = at(a + 1) + layer;
    const ba = at(b) + layer;
    const bb = at(b + 1) + layer;
    const near = mix(
      v,
      mix(u, slope(at(aa), dx, dy, dz), slope(at(ba), dx - 1, dy, dz)),
      mix(u, slope(at(ab), dx, dy - 1, dz), slope(at(bb), dx - 1, dy - 1, dz)),
    );
    const far = mix(
      v,
      mix(u, slope(at(aa + 1), dx, dy, dz - 1), slope(at(ba + 1), dx - 1, dy, dz - 1)),
      mix(u, slope(at(ab + 1), dx, dy - 1, dz - 1), slope(at(bb + 1), dx - 1, dy - 1, dz - 1)),
    );
    return mix(w, near, far);
  };
}

function fade(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

function mix(t: number, a: number, b: number): number {
  return a + t * (b - a);
}

/** Dot product with one of the twelve directions to the middles of a cube's edges. */
function slope(hash: number, x: number, y: number, z: number): number {
  const corner = hash & 15;
  const u = corner < 8 ? x : y;
  const v = corner < 4 ? y : corner === 12 || corner === 14 ? x : z;
  return ((corner & 1) === 0 ? u : -u) + ((corner & 2) === 0 ? v : -v);
}
