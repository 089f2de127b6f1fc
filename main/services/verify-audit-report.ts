import { createHash } from 'node:crypto';
import { type Parser, parse } from 'csv-parse';
import { CSV_FORM, reportCheck } from '../../src/audit/audit-report.ts';
import { createClockWatch } from '../../src/audit/clock-steps.ts';
import type { ChainVerdict } from '../../src/contract/audit-methods.ts';
import { sha256OfText } from '../store/audit-log.ts';
import { openRegularFile } from '../store/regular-file.ts';
import { chainVerdict, type VerifyOptions } from './verify-audit.ts';

export interface VerifiedReport {
  readonly chain: ChainVerdict;
  /** SHA-256 of the file's bytes. */
  readonly fileSha256: string;
}

/** Read and checked at one go: a few dozen entries, some milliseconds of work. */
const CHUNK_BYTES = 64 * 1024;
/** Far more than any entry. A file without line ends is not held as a whole. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/**
 * Recomputes an exported report from the file alone, a little at a time, so that the window stays alive and a file of any size
 * may come. Progress is in bytes.
 * @throws the signal's reason; an error where it is no file; the system's where it cannot be read
 */
export async function verifyAuditReport(file: string, options: VerifyOptions = {}): Promise<VerifiedReport> {
  const clock = createClockWatch();
  const check = reportCheck(sha256OfText, options.kept, clock.take);
  const reader = csvReader(check.take);
  const hash = createHash('sha256');
  const handle = await openRegularFile(file);
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (let done = 0; ; ) {
      options.signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) break;
      done += bytesRead;
      const chunk = Buffer.from(buffer.subarray(0, bytesRead));
      hash.update(chunk);
      await reader.take(chunk);
      options.onProgress?.(done, size);
    }
  } finally {
    await handle.close();
  }
  return { chain: chainVerdict(check.end(await reader.end()), clock.setBackAt), fileSha256: hash.digest('hex') };
}

interface CsvReader {
  /** Takes the next bytes; after the first fault they are let go. */
  take(chunk: Buffer): Promise<void>;
  /** What was wrong with the CSV; null where nothing was. */
  end(): Promise<string | null>;
}

/** Hands over the records of a CSV as far as it is one. */
function csvReader(onRecord: (record: readonly string[]) => void): CsvReader {
  let fault: string | null = null;
  const keep = (record: string[]): null => {
    onRecord(record);
    return null;
  };
  const parser: Parser = parse({ ...CSV_FORM, max_record_size: MAX_RECORD_BYTES, on_record: keep });
  const settled = (begin: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve) => {
      begin((error) => {
        fault ??= error?.message ?? null;
        resolve();
      });
    });
  // Each fault comes back to the writing that met it, too.
  parser.on('error', ({ message }) => {
    fault ??= message;
  });
  return {
    take: async (chunk) => {
      if (fault === null) await settled((done) => parser.write(chunk, done));
    },
    end: async () => {
      if (fault === null) await settled((done) => parser.end(done));
      return fault;
    },
  };
}
