import { createSeededRandom } from '../../src/random/seeded-random.ts';
import type { Architecture } from '../../src/training/architecture.ts';

/** A network of the LeNet's kind that trains in a second: 24 x 24, cropped to 20. */
export const TINY_NETWORK: Architecture = {
  name: 'tiny',
  resizeSide: 24,
  inputSide: 20,
  channels: 1,
  layers: [
    { kind: 'conv', filters: 6, size: 5 },
    { kind: 'ramp' },
    { kind: 'max-pool', size: 2 },
    { kind: 'conv', filters: 8, size: 3 },
    { kind: 'ramp' },
    { kind: 'max-pool', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 12 },
    { kind: 'ramp' },
    { kind: 'dense', units: 2 },
    { kind: 'softmax' },
  ],
  defaultRounds: 12,
};

export interface BlobSlices {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
  /** Where the blob of each slice is centred: row, column (also drawn for slices without one). */
  readonly centers: readonly (readonly [number, number])[];
}

/** Noise on grey, every second slice with a bright blob somewhere in the middle part: label 1. */
export function blobSlices(count: number, seed: number, side = TINY_NETWORK.resizeSide): BlobSlices {
  const random = createSeededRandom(seed);
  const inputs = new Float32Array(count * side * side);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  const centers = Array.from({ length: count }, () => {
    const low = Math.round(side * 0.3);
    return [random.integer(low, side - low), random.integer(low, side - low)] as const;
  });
  const radius = side / 8;
  for (let index = 0; index < inputs.length; index++) {
    const slice = Math.floor(index / (side * side));
    const [row, column] = centers[slice] ?? [0, 0];
    const distance = Math.hypot((Math.floor(index / side) % side) - row, (index % side) - column);
    const blob = labels[slice] === 1 ? 0.9 * Math.exp(-((distance / radius) ** 2)) : 0;
    inputs[index] = 0.3 + 0.05 * random.normal() + blob;
  }
  return { inputs, labels, centers };
}
