import { createSeededRandom, deriveSeed, type SeededRandom } from '../../src/random/seeded-random.ts';
import { BYTE_OPERATORS } from './byte-operators.ts';
import { CSV_OPERATORS } from './csv-operators.ts';
import { DICOM_OPERATORS } from './dicom-operators.ts';
import type { FuzzBase, FuzzFormat } from './fuzz-bases.ts';
import { PNG_OPERATORS } from './png-operators.ts';

/** One mutated file, made from nothing but the bases, the seed and its index. */
export interface Mutation {
  readonly index: number;
  readonly base: FuzzBase;
  readonly operator: string;
  readonly bytes: Buffer;
}

export const FUZZ_FORMATS: readonly FuzzFormat[] = ['dicom', 'png', 'csv'];

/** How often each format comes, of 10. */
const SHARES: Readonly<Record<FuzzFormat, number>> = { dicom: 7, png: 2, csv: 1 };
/** Costly operators come seldom: a bomb takes a second where a flip takes a millisecond. */
const SELDOM = new Set([
  'deflate-bomb',
  'text-bomb',
  'giant-cell',
  'crowd',
  'amplified-values',
  'giant-dimensions',
  'stream-dimensions',
  'many-chunks',
  'rows',
]);
const SELDOM_SHARE = 0.25;

function pickBase(random: SeededRandom, bases: readonly FuzzBase[], formats: readonly FuzzFormat[]): FuzzBase {
  const format = random.pick(formats.flatMap((name) => Array<FuzzFormat>(SHARES[name]).fill(name)));
  const own = bases.filter((base) => base.format === format);
  // By syntax first, so that one with two files is tried as often as one with a hundred.
  const syntax = random.pick([...new Set(own.map((base) => base.syntax))]);
  return random.pick(own.filter((base) => base.syntax === syntax));
}

const OF_FORMAT: Readonly<Record<FuzzFormat, readonly string[]>> = {
  dicom: Object.keys(DICOM_OPERATORS),
  png: Object.keys(PNG_OPERATORS),
  csv: Object.keys(CSV_OPERATORS),
};

function pickOperator(random: SeededRandom, format: FuzzFormat): string {
  const own = OF_FORMAT[format];
  const often = own.filter((name) => !SELDOM.has(name));
  if (random.chance(0.4)) return random.pick(Object.keys(BYTE_OPERATORS));
  return random.chance(SELDOM_SHARE) ? random.pick(own) : random.pick(often);
}

function apply(random: SeededRandom, base: FuzzBase, operator: string, other: FuzzBase): Buffer {
  const onBytes = BYTE_OPERATORS[operator];
  if (onBytes) return onBytes(random, base.bytes, other.bytes);
  if (base.format === 'png') return PNG_OPERATORS[operator]?.(random, base.bytes) ?? base.bytes;
  if (base.format === 'csv') return CSV_OPERATORS[operator]?.(random, base.bytes) ?? base.bytes;
  return base.parts ? (DICOM_OPERATORS[operator]?.(random, base.parts) ?? base.bytes) : base.bytes;
}

/**
 * The mutation of a seed and an index; the same bytes whatever was run before it.
 * @param formats those asked for, not empty
 */
export function mutationAt(
  bases: readonly FuzzBase[],
  formats: readonly FuzzFormat[],
  seed: number,
  index: number,
): Mutation {
  const random = createSeededRandom(deriveSeed(seed, 'fuzz', index));
  const base = pickBase(random, bases, formats);
  const operator = pickOperator(random, base.format);
  const other = random.pick(bases.filter(({ format }) => format === base.format));
  return { index, base, operator, bytes: apply(random, base, operator, other) };
}
