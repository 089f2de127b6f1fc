/**
 * A seeded pseudo-random source: the same seed gives the same numbers on every machine and in every release.
 * xoshiro128** 1.1 (Blackman and Vigna, 2018, public domain), its state filled by splitmix32 (the 32-bit finaliser of
 * MurmurHash3). Not for secrets.
 */
export interface SeededRandom {
  /** The next 32 bits, an integer in [0, 2^32). */
  nextUint32(): number;
  /** A float in [0, 1) with 53 random bits. */
  next(): number;
  /** A float in [low, high). */
  between(low: number, high: number): number;
  /** An integer in [low, high], both ends included, without modulo bias. Throws RangeError when there is none. */
  integer(low: number, high: number): number;
  /** True with the given probability in [0, 1]. */
  chance(probability: number): boolean;
  /** A normal deviate (Box and Muller, 1958; the pair's second value is kept for the next call). */
  normal(mean?: number, standardDeviation?: number): number;
  /** One item of a list that is not empty. Throws RangeError for an empty list. */
  pick<T>(items: readonly T[]): T;
  /** A new list in random order (Fisher and Yates; Durstenfeld, 1964); the given list is left as it is. */
  shuffle<T>(items: readonly T[]): T[];
}

/** A seed: an integer (its lowest 32 bits count) or any text. */
export type Seed = number | string;

/**
 * The 32-bit seed of a named stream: `deriveSeed(7, 'split')` and `deriveSeed(7, 'weights')` are unrelated, and stay as
 * they are when another stream draws more or fewer numbers. FNV-1a over the parts, then the MurmurHash3 finaliser.
 */
export function deriveSeed(...parts: readonly Seed[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = `${typeof part === 'number' ? 'n' : 's'}${part}\u0000`;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
      hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
    }
  }
  return mix32(hash);
}

/** A source of its own for this seed. Throws RangeError for a number that is not an integer. */
export function createSeededRandom(seed: Seed): SeededRandom {
  const nextUint32 = xoshiro128(toUint32(seed));
  let spareNormal: number | undefined;

  const next = (): number => ((nextUint32() >>> 5) * 0x4000000 + (nextUint32() >>> 6)) / 0x20000000000000;

  const integer = (low: number, high: number): number => {
    const count = high - low + 1;
    if (!Number.isInteger(low) || !Number.isInteger(high) || count < 1 || count > 0x100000000) {
      throw new RangeError(`No integers between ${low} and ${high} to draw from.`);
    }
    const limit = 0x100000000 - (0x100000000 % count);
    let drawn = nextUint32();
    while (drawn >= limit) drawn = nextUint32();
    return low + (drawn % count);
  };

  const normal = (mean = 0, standardDeviation = 1): number => {
    let standard = spareNormal;
    spareNormal = undefined;
    if (standard === undefined) {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      standard = radius * Math.cos(angle);
      spareNormal = radius * Math.sin(angle);
    }
    return mean + standardDeviation * standard;
  };

  return {
    nextUint32,
    next,
    between: (low, high) => low + (high - low) * next(),
    integer,
    chance: (probability) => next() < probability,
    normal,
    pick: (items) => items[integer(0, items.length - 1)] as (typeof items)[number],
    shuffle: (items) => {
      const shuffled = items.slice();
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = integer(0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other] as never, shuffled[last] as never];
      }
      return shuffled;
    },
  };
}

function toUint32(seed: Seed): number {
  if (typeof seed === 'string') return deriveSeed(seed);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be an integer, and this is ${seed}.`);
  return seed >>> 0;
}

/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain). */
function mix32(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function xoshiro128(seed: number): () => number {
  let counter = seed;
  const fill = (): number => {
    counter = (counter + 0x9e3779b9) >>> 0;
    return mix32(counter);
  };
  let s0 = fill();
  let s1 = fill();
  let s2 = fill();
  let s3 = fill();
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return result;
  };
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
