import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { sampleTypeOf } from '../../../src/study/decoded-frame.ts';
import type { FileHeader } from '../../../src/study/file-header.ts';
import { truncationWords } from '../../../src/study/picture-warnings.ts';
import { writeFileDurably } from '../../store/durable-files.ts';
import { decodeBytes } from './decode-frame.ts';
import { littleEndianBytes } from './pixel-hash.ts';
import { readWholeFile } from './read-file.ts';
import { asRefusal } from './refusal.ts';

/** One line of `decode --json`; the keys are part of the command line's contract. */
export interface DecodeRecord {
  readonly file: string;
  readonly status: 'ok' | 'no-pixels' | 'refused';
  readonly rows: number | null;
  readonly columns: number | null;
  readonly samples: number | null;
  /** numpy's name of the sample type. */
  readonly dtype: string | null;
  readonly transferSyntax: string | null;
  /** Milliseconds to read and decode the file, without writing the result. */
  readonly ms: number;
  /** The raw file that was written, or null. */
  readonly out: string | null;
  /** Why there is none, or what is missing of a picture that is decoded in part; else null. */
  readonly reason: string | null;
}

/** A record without its file and out, and the raw little-endian bytes where the status is `ok`. */
export interface RawDecoding {
  readonly record: Omit<DecodeRecord, 'file' | 'out'>;
  readonly raw: Uint8Array | null;
}

const NOTHING = { rows: null, columns: null, samples: null, dtype: null, transferSyntax: null, reason: null };

/** What frame 0 of a cut-off file lacks, in words. */
export function missingOf(header: FileHeader): string | null {
  const [frame] = header.frames;
  return frame ? truncationWords(header, frame) : null;
}

/** Decodes frame 0 of a file to raw little-endian bytes. Never throws: a refusal is a record with its reason. */
export async function decodeToRaw(file: string): Promise<RawDecoding> {
  const start = performance.now();
  const ms = () => Math.round((performance.now() - start) * 1000) / 1000;
  try {
    const bytes = readWholeFile(file);
    const { header, image } = await decodeBytes(bytes, 0);
    const { rows, columns, samples, pixels } = image;
    const dtype = sampleTypeOf(pixels);
    const transferSyntax = header.transferSyntaxUid;
    return {
      record: { status: 'ok', rows, columns, samples, dtype, transferSyntax, ms: ms(), reason: missingOf(header) },
      raw: littleEndianBytes(pixels),
    };
  } catch (error) {
    const { code, message } = asRefusal(error, 'corrupt', 'The file cannot be decoded.');
    if (code === 'no-pixels') return { record: { ...NOTHING, status: 'no-pixels', ms: ms() }, raw: null };
    return { record: { ...NOTHING, status: 'refused', ms: ms(), reason: `${code}: ${message}` }, raw: null };
  }
}

/** A name in the output folder that no two files of one call share: 0001-name.raw, by place in the list. */
function outName(file: string, index: number): string {
  const base = path.basename(file).replace(/[^\w.+-]/g, '_');
  return `${String(index + 1).padStart(4, '0')}-${base}.raw`;
}

/**
 * The `decode` command: frame 0 of each file as raw little-endian bytes in `outDir`, one record per file in the order
 * given. `decode` may be replaced by one that runs elsewhere (in the decode child, bounded in time).
 */
export async function* decodeFiles(
  files: readonly string[],
  outDir: string,
  decode: (file: string) => Promise<RawDecoding> = decodeToRaw,
): AsyncGenerator<DecodeRecord> {
  await mkdir(outDir, { recursive: true });
  for (const [index, file] of files.entries()) {
    const { record, raw } = await decode(file);
    const out = raw === null ? null : path.join(outDir, outName(file, index));
    if (out !== null && raw !== null) writeFileDurably(out, raw);
    const { status, rows, columns, samples, dtype, transferSyntax, ms, reason } = record;
    yield { file, status, rows, columns, samples, dtype, transferSyntax, ms, out, reason };
  }
}
