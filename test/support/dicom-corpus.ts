import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { askOracle } from './ask-oracle.ts';

const corpusSchema = z.array(
  z.object({
    file: z.string(),
    expected: z.string(),
    dtype: z.string(),
    shape: z.array(z.number()),
    tolerance: z.number(),
    frames: z.array(z.string()),
    drawn: z.string().optional(),
    facts: z
      .array(
        z.object({
          positionMm: z.array(z.number()),
          slope: z.number(),
          intercept: z.number(),
          center: z.number(),
          width: z.number(),
        }),
      )
      .nullable(),
  }),
);

/** One file of the corpus with the stored values that pydicom reads from it. */
export interface CorpusEntry extends Pick<z.output<typeof corpusSchema>[number], 'facts'> {
  readonly name: string;
  readonly path: string;
  /** Raw little-endian file of each frame. */
  readonly expectedPaths: readonly [string, ...string[]];
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Largest difference allowed: 0 for lossless forms and for lossy ones whose decoders agree. */
  readonly tolerance: number;
  /** What pydicom draws: float32 brightness 0..1, or RGB bytes of a palette; null for most files. */
  readonly drawnPath: string | null;
}

const oracleSchema = z.object({
  folder: z.string().nullable(),
  python: z.string().nullable(),
  reason: z.string().nullable(),
  withoutDcmtk: z.string().nullable(),
});

/** A Python with pydicom and numpy, null where none can be made (no Python, no package registry). */
export function oraclePython(): string | null {
  return askOracle('ensure-oracle.mjs', oracleSchema).python;
}

/** The corpus that scripts/oracle makes, or why it cannot be made here. */
export function dicomCorpus():
  | {
      entries: CorpusEntry[];
      folder: string;
      /** Why it holds no file that dcmtk wrote, or null. */
      withoutDcmtk: string | null;
    }
  | { reason: string } {
  const { folder, reason, withoutDcmtk } = askOracle('ensure-oracle.mjs', oracleSchema);
  if (folder === null) return { reason: reason ?? 'unknown' };
  const corpus = corpusSchema.parse(JSON.parse(readFileSync(path.join(folder, 'corpus.json'), 'utf8')));
  const entries = corpus.map(({ file, expected, dtype, shape, tolerance, frames, drawn, facts }) => ({
    name: file,
    path: path.join(folder, file),
    expectedPaths: [path.join(folder, expected), ...frames.map((frame) => path.join(folder, frame))] as const,
    dtype,
    shape,
    tolerance,
    drawnPath: drawn === undefined ? null : path.join(folder, drawn),
    facts,
  }));
  return { entries, folder, withoutDcmtk };
}

/** Raw little-endian bytes as numbers of numpy's type `dtype`. */
export function valuesOf(bytes: Uint8Array, dtype: string): ArrayLike<number> {
  const buffer = Uint8Array.from(bytes).buffer;
  const views = {
    uint8: Uint8Array,
    int8: Int8Array,
    uint16: Uint16Array,
    int16: Int16Array,
    uint32: Uint32Array,
    int32: Int32Array,
    float32: Float32Array,
    float64: Float64Array,
  };
  return new views[dtype as keyof typeof views](buffer);
}

/** Largest absolute difference of two arrays of the same length; infinite when the lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < a.length; index += 1) {
    largest = Math.max(largest, Math.abs((a[index] as number) - (b[index] as number)));
  }
  return largest;
}
