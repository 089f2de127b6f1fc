import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { asRefusal, DecodeRefusal } from '../refusal.ts';
import type { Codestream, CodestreamKind } from './codestream.ts';

/** What a codec gives: samples in the machine's byte order, one byte each up to 8 bits, else two. */
export interface CodecFrame {
  readonly bytes: Uint8Array;
  readonly bitsPerSample: number;
  /** Colour planes one after the other instead of interleaved. */
  readonly planar: boolean;
}

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  getInterleaveMode?(): number;
  delete(): void;
}
/** `part`: what the codec has of a stream when it fails counts as well. */
export type CodecUse = 'whole' | 'part';
type DecoderClass = new () => Decoder;
type CodecModule = Record<string, unknown> & { getExceptionMessage?(code: number): string };

type CodecFactory = (options: { print(): void; printErr(): void }) => Promise<CodecModule>;

interface Codec {
  readonly name: string;
  readonly module: string;
  readonly decoder: string;
}

const CODECS: Readonly<Record<Exclude<CodestreamKind, 'jpeg-extended' | 'jpeg-lossless'>, Codec>> = {
  jpeg: { name: 'JPEG', module: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs', decoder: 'JPEGDecoder' },
  'jpeg-ls': { name: 'JPEG-LS', module: '@cornerstonejs/codec-charls/decodewasmjs', decoder: 'JpegLSDecoder' },
  'jpeg-2000': { name: 'JPEG 2000', module: '@cornerstonejs/codec-openjpeg/decodewasmjs', decoder: 'J2KDecoder' },
  htj2k: { name: 'HTJ2K', module: '@cornerstonejs/codec-openjph', decoder: 'HTJ2KDecoder' },
};

/** The codecs come with @cornerstonejs/dicom-codec; their WebAssembly files must lie beside their loaders, unbundled. */
const here = createRequire(import.meta.url);
const loaded = new Map<string, Promise<CodecModule>>();

/** The codecs' chatter would spoil standard output; what goes wrong is seen from the result. */
function silent(): void {}

/** Loads a codec on first use; its own decode-only WebAssembly build, several times faster than the JavaScript one. */
function load(codec: Codec): Promise<CodecModule> {
  const known = loaded.get(codec.module);
  if (known) return known;
  const factory = createRequire(here.resolve('@cornerstonejs/dicom-codec'))(codec.module) as CodecFactory;
  const promise = factory({ print: silent, printErr: silent });
  loaded.set(codec.module, promise);
  return promise;
}

/**
 * Compiles all of the codec that takes longest to, and well: about a second beside whatever else the process does. Loaded with the first
 * file that needs it, it is compiled function by function as they are run, and again as they are run often: twenty pictures that
 * take two to four times as long. One that is missing is told of by the first file that needs it.
 */
export async function makeSlowestCodecReady(): Promise<void> {
  const codec = CODECS['jpeg-2000'];
  const flags = ['wasm-lazy-compilation', 'wasm-dynamic-tiering'];
  for (const flag of flags) setFlagsFromString(`--no-${flag}`);
  try {
    await load(codec);
  } catch {
    loaded.delete(codec.module);
  } finally {
    for (const flag of flags) setFlagsFromString(`--${flag}`);
  }
}

function run(decoderClass: DecoderClass, packed: Uint8Array, stream: Codestream, use: CodecUse): CodecFrame {
  const decoder = new decoderClass();
  try {
    decoder.getEncodedBuffer(packed.length).set(packed);
    try {
      decoder.decode();
    } catch (error) {
      if (use === 'whole') throw error;
    }
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    const bytes = decoder.getDecodedBuffer().slice();
    const bytesPerSample = bitsPerSample > 8 ? 2 : 1;
    if (
      width !== stream.columns ||
      height !== stream.rows ||
      componentCount !== stream.components ||
      bytes.length !== width * height * componentCount * bytesPerSample
    ) {
      throw new DecodeRefusal('corrupt', `Decoding gives ${bytes.length} bytes, not a whole picture. Copy it again.`);
    }
    return { bytes, bitsPerSample, planar: componentCount > 1 && decoder.getInterleaveMode?.() === 0 };
  } finally {
    decoder.delete();
  }
}

/**
 * Decodes one stream with the WebAssembly codec of its kind. A codec that failed (or may have) is loaded afresh the next
 * time, for its memory may be in any state.
 * @throws DecodeRefusal `corrupt` whatever the codec threw
 */
export async function decodeWithCodec(
  packed: Uint8Array,
  stream: Codestream,
  codec: Codec,
  use: CodecUse,
): Promise<CodecFrame> {
  let module: CodecModule | null = null;
  try {
    module = await load(codec);
    if (use === 'part') loaded.delete(codec.module);
    return run(module[codec.decoder] as DecoderClass, packed, stream, use);
  } catch (error) {
    loaded.delete(codec.module);
    const named = typeof error === 'number' ? (module?.getExceptionMessage?.(error) ?? error) : error;
    throw asRefusal(named, 'corrupt', `The ${codec.name} data cannot be decoded. Copy or export the file again.`);
  }
}

/** The WebAssembly codec of a kind of stream, or null where there is none. */
export function codecFor(kind: CodestreamKind): Codec | null {
  return kind === 'jpeg-extended' || kind === 'jpeg-lossless' ? null : CODECS[kind];
}
