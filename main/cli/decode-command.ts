import path from 'node:path';
import { sampleTypeOf } from '../../src/study/decoded-frame.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { ComputeError } from '../compute/compute-errors.ts';
import { decodeFiles, missingOf, type RawDecoding } from '../compute/decode/decode-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { CliSession } from './session.ts';

const NOTHING = { rows: null, columns: null, samples: null, dtype: null, transferSyntax: null, reason: null };

/** `decode FILE... --out DIR`: frame 0 of each file as raw bytes, decoded in the child that decodes, bounded in time. */
export async function decodeCommand(
  session: CliSession,
  files: readonly string[],
  options: { readonly out: string },
): Promise<ExitCode> {
  const out = path.resolve(session.cwd, options.out);
  let refused = 0;
  const decode = (file: string): Promise<RawDecoding> =>
    decodeInChild(session.compute(), path.resolve(session.cwd, file), session.signal);
  for await (const record of decodeFiles(files, out, decode)) {
    if (record.status === 'refused') refused += 1;
    session.jsonLine(record);
    session.say(
      record.status === 'ok'
        ? `${record.file}: ${record.rows} x ${record.columns} x ${record.samples} ${record.dtype} in ${record.ms} ms, ${record.out}`
        : `${record.file}: ${record.status}${record.reason ? `, ${record.reason}` : ''}`,
    );
  }
  return refused > 0 ? EXIT.refusals : EXIT.done;
}

async function decodeInChild(compute: ComputeClient, file: string, signal: AbortSignal): Promise<RawDecoding> {
  const start = performance.now();
  const ms = (): number => Math.round((performance.now() - start) * 1000) / 1000;
  try {
    const { header, image } = await compute.request('decode', { path: file, frame: 0 }, { signal });
    const { rows, columns, samples, pixels } = image;
    const { transferSyntaxUid } = header;
    const dtype = sampleTypeOf(pixels);
    return {
      record: {
        status: 'ok',
        rows,
        columns,
        samples,
        dtype,
        transferSyntax: transferSyntaxUid,
        ms: ms(),
        reason: missingOf(header),
      },
      raw: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength),
    };
  } catch (error) {
    if (!(error instanceof ComputeError) || error.code === 'aborted') throw error;
    if (error.code === 'no-pixels') return { record: { ...NOTHING, status: 'no-pixels', ms: ms() }, raw: null };
    return {
      record: { ...NOTHING, status: 'refused', ms: ms(), reason: `${error.code}: ${error.message}` },
      raw: null,
    };
  }
}
