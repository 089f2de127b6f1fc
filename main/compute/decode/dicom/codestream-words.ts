import { decodeSequentialJpeg } from '../jpeg/extended-jpeg.ts';
import { decodeLosslessJpeg } from '../jpeg/lossless-jpeg.ts';
import { checkExpansion } from '../limits.ts';
import { DecodeRefusal } from '../refusal.ts';
import { type CodecUse, codecFor, decodeWithCodec } from './codecs.ts';
import { type Codestream, markedAsRgb, markedAsUnsigned, readCodestream, withoutContainer } from './codestream.ts';
import { interleave, ybrFullToRgb } from './colour.ts';
import { decodeCut } from './cut-codestream.ts';
import type { FramePart, Presence } from './frame-part.ts';
import type { PixelDescription } from './pixel-description.ts';
import { type Words, wordsOf } from './stored-values.ts';

const STREAM_NAMES: Readonly<Record<Codestream['kind'], string>> = {
  jpeg: 'JPEG',
  'jpeg-extended': 'JPEG',
  'jpeg-lossless': 'lossless JPEG',
  'jpeg-ls': 'JPEG-LS',
  'jpeg-2000': 'JPEG 2000',
  htj2k: 'HTJ2K',
};

/** A stream's own header; refuses a stream that is not the picture its DICOM header describes, before it is decoded. */
function readCheckedCodestream(bytes: Uint8Array, pixels: PixelDescription): Codestream {
  const stream = readCodestream(bytes);
  if (stream.rows !== pixels.rows || stream.columns !== pixels.columns || stream.components !== pixels.samples) {
    throw new DecodeRefusal(
      'wrong-length',
      `The header says ${pixels.columns} x ${pixels.rows} with ${pixels.samples} sample(s), the compressed picture ` +
        `${stream.columns} x ${stream.rows} with ${stream.components}. Export the file again.`,
    );
  }
  if (stream.precision > pixels.bitsAllocated) {
    throw new DecodeRefusal(
      'wrong-length',
      `The compressed picture has ${stream.precision} bits, the header allows ${pixels.bitsAllocated}. Export it again.`,
    );
  }
  if (stream.precision > 16) {
    const words = `${STREAM_NAMES[stream.kind]} of ${stream.precision} bits is not decoded. Export uncompressed.`;
    throw new DecodeRefusal('unsupported-pixel-format', words);
  }
  if (stream.kind === 'jpeg-extended' && stream.components !== 1) {
    throw new DecodeRefusal('unsupported-pixel-format', '12-bit JPEG in colour is not decoded. Export uncompressed.');
  }
  checkExpansion(bytes.length, stream.rows, stream.columns);
  return stream;
}

/** Takes half the range of its depth off each byte again, in place: two's complement of so many bits. */
function lower(bytes: Uint8Array, precision: number): void {
  const half = 2 ** (precision - 1);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = (bytes[index] as number) ^ half;
}

async function decodeWords(bytes: Uint8Array, stream: Codestream, use: CodecUse): Promise<Words> {
  if (stream.kind === 'jpeg-lossless') return decodeLosslessJpeg(bytes);
  if (stream.kind === 'jpeg-extended') return decodeSequentialJpeg(bytes, false).samples;
  const codec = codecFor(stream.kind);
  if (codec === null) throw new DecodeRefusal('unsupported-transfer-syntax', `${stream.kind} is not decoded.`);
  // The codecs cut what is negative off where a sample has a byte.
  const lifted = stream.signed && stream.precision <= 8;
  const readable = lifted ? markedAsUnsigned(bytes, stream.components) : bytes;
  const frame = await decodeWithCodec(readable, stream, codec, use);
  if (lifted) lower(frame.bytes, stream.precision);
  const words = wordsOf(frame.bytes, frame.bitsPerSample > 8 ? 16 : 8, false);
  if (!frame.planar) return words;
  return words instanceof Uint8Array
    ? interleave(words, new Uint8Array(words.length))
    : interleave(words as Uint16Array, new Uint16Array(words.length));
}

async function decodePart(bytes: Uint8Array, stream: Codestream): Promise<FramePart> {
  const part = await decodeCut(bytes, stream, (filled, use) => decodeWords(filled, stream, use));
  if (part !== null) return part;
  throw new DecodeRefusal(
    'truncated',
    `The compressed pixels end before their end mark, and ${STREAM_NAMES[stream.kind]} that is laid out as this cannot ` +
      'be shown in part. Copy the file again.',
  );
}

/** True where the stream's own decoder does not turn the file's YCbCr into RGB: all but JPEG DCT and JPEG 2000's MCT. */
function staysYbr(stream: Codestream, photometric: string): boolean {
  return stream.kind !== 'jpeg' && photometric.startsWith('YBR_FULL');
}

/** A frame's stream as its decoder reads it, compared with the file's header. */
function readableStream(packed: Uint8Array, pixels: PixelDescription): { bytes: Uint8Array; stream: Codestream } {
  const bytes = withoutContainer(packed);
  const stream = readCheckedCodestream(bytes, pixels);
  const asRgb = stream.kind === 'jpeg' && pixels.photometric === 'RGB' && !stream.namesColour;
  return { bytes: asRgb ? markedAsRgb(bytes) : bytes, stream };
}

/**
 * Reads a compressed frame's own header and compares it with the file's, without decoding a stream that is whole.
 * @throws DecodeRefusal
 */
export async function presenceOfCodestream(packed: Uint8Array, pixels: PixelDescription): Promise<Presence> {
  const { bytes, stream } = readableStream(packed, pixels);
  return stream.ended ? { rows: pixels.rows, coarseness: 1 } : await decodePart(bytes, stream);
}

/**
 * Bits of a word that hold the value. JPEG 2000 and JPEG-LS give no more than the stream has, whatever it and the header say
 * of the sign: pydicom extends and cuts by the stream's precision too, and by the header's BitsStored of other JPEG.
 */
function bitsOfValue({ kind, precision }: Codestream, { bitsStored }: PixelDescription): number {
  const byStream = kind === 'jpeg-2000' || kind === 'htj2k' || kind === 'jpeg-ls';
  return byStream ? Math.min(precision, bitsStored) : bitsStored;
}

/** A decoded frame: `bitsStored` low bits of each word are its value, in two's complement where the header says signed. */
export interface CodestreamWords {
  readonly words: Words;
  readonly bitsStored: number;
  /** See `FileHeader`. */
  readonly signFromBits: number | null;
}

/**
 * Decodes one compressed frame to words of 8 or 16 bits, colour interleaved and RGB.
 * @param there what is known to be there of it (see `presenceOfCodestream`); what is missing is zero or noise
 * @throws DecodeRefusal
 */
export async function codestreamWords(
  packed: Uint8Array,
  pixels: PixelDescription,
  there: Presence,
): Promise<CodestreamWords> {
  const { bytes, stream } = readableStream(packed, pixels);
  const part = stream.ended
    ? { words: await decodeWords(bytes, stream, 'whole'), ...there }
    : await decodePart(bytes, stream);
  if (part.rows !== there.rows || part.coarseness !== there.coarseness) {
    throw new DecodeRefusal('truncated', 'The compressed pixels end before their end mark. Copy the file again.');
  }
  if (pixels.samples === 3 && staysYbr(stream, pixels.photometric)) ybrFullToRgb(part.words, 2 ** stream.precision);
  const bitsStored = bitsOfValue(stream, pixels);
  const takesSign = pixels.signed && !stream.signed && bitsStored < pixels.bitsStored;
  return { words: part.words, bitsStored, signFromBits: takesSign ? bitsStored : null };
}
