import type { SeededRandom } from '../../src/random/seeded-random.ts';

/** Makes a mutated file out of a whole one; `other` is a second whole file, for splices. */
type ByteOperator = (random: SeededRandom, bytes: Buffer, other: Buffer) => Buffer;

/** Values that readers of lengths and sizes get wrong, each as 32 bits. */
const INTERESTING = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x10000] as const;
const INTERESTING_LARGE = [0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff] as const;

/** An unsigned number that readers get wrong, within `bits` (16 or 32). */
export function interestingNumber(random: SeededRandom, bits: 16 | 32): number {
  const known: readonly number[] = bits === 16 ? INTERESTING.slice(0, -1) : [...INTERESTING, ...INTERESTING_LARGE];
  return random.chance(0.2) ? random.integer(0, 2 ** bits - 1) : random.pick(known);
}

/** A place in the bytes; half of the time among the first 2 KiB, where headers are. */
function placeIn(random: SeededRandom, bytes: Buffer): number {
  const end = random.chance(0.5) ? Math.min(bytes.length, 2048) : bytes.length;
  return random.integer(0, Math.max(0, end - 1));
}

function spanIn(random: SeededRandom, bytes: Buffer, longest: number): [from: number, to: number] {
  const from = placeIn(random, bytes);
  return [from, Math.min(bytes.length, from + random.integer(1, longest))];
}

function randomBytes(random: SeededRandom, length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, () => random.integer(0, 255)));
}

/** What can be done to any file, whatever is in it. */
export const BYTE_OPERATORS: Readonly<Record<string, ByteOperator>> = {
  'byte-flip': (random, bytes) => {
    const flipped = Buffer.from(bytes);
    for (let left = random.integer(1, 16); left > 0; left -= 1) {
      flipped[placeIn(random, bytes)] = random.integer(0, 255);
    }
    return flipped;
  },
  'bit-flip': (random, bytes) => {
    const flipped = Buffer.from(bytes);
    for (let left = random.integer(1, 8); left > 0; left -= 1) {
      const at = placeIn(random, bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.integer(0, 7));
    }
    return flipped;
  },
  'number-overwrite': (random, bytes) => {
    const written = Buffer.from(bytes);
    const at = placeIn(random, bytes);
    if (at + 4 > written.length) return written;
    const form = random.pick(['short', 'little', 'big']);
    if (form === 'short') written.writeUInt16LE(interestingNumber(random, 16), at);
    else if (form === 'little') written.writeUInt32LE(interestingNumber(random, 32), at);
    else written.writeUInt32BE(interestingNumber(random, 32), at);
    return written;
  },
  truncation: (random, bytes) => bytes.subarray(0, placeIn(random, bytes)),
  insertion: (random, bytes) => {
    const at = placeIn(random, bytes);
    const inserted = random.chance(0.5)
      ? randomBytes(random, random.integer(1, 64))
      : Buffer.alloc(random.integer(1, 4096), random.integer(0, 255));
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
  },
  deletion: (random, bytes) => {
    const [from, to] = spanIn(random, bytes, 256);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  duplication: (random, bytes) => {
    const [from, to] = spanIn(random, bytes, 1024);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  'zero-fill': (random, bytes) => {
    const [from, to] = spanIn(random, bytes, 512);
    return Buffer.from(bytes).fill(random.chance(0.5) ? 0 : 0xff, from, to);
  },
  splice: (random, bytes, other) =>
    Buffer.concat([bytes.subarray(0, placeIn(random, bytes)), other.subarray(placeIn(random, other))]),
};
