import { decodeExtendedJpeg } from '../jpeg/extended-jpeg.ts';
import { decodeLosslessJpeg } from '../jpeg/lossless-jpeg.ts';
import { DecodeRefusal } from '../refusal.ts';
import { codecFor, decodeWithCodec } from './codecs.ts';
import { type Codestream, markedAsRgb, readCodestream, withoutContainer } from './codestream.ts';
import { interleave, ybrFullToRgb } from './colour.ts';
import type { PixelDescription } from './pixel-description.ts';
import { type Words, wordsOf } from './stored-values.ts';

/** Refuses a stream that is not the picture its DICOM header describes, before it is decoded. */
function checkAgainstHeader(stream: Codestream, pixels: PixelDescription): void {
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
}

async function decodeWords(bytes: Uint8Array, stream: Codestream): Promise<Words> {
  if (stream.kind === 'jpeg-lossless') return decodeLosslessJpeg(bytes);
  if (stream.kind === 'jpeg-extended') return decodeExtendedJpeg(bytes);
  const codec = codecFor(stream.kind);
  if (codec === null) throw new DecodeRefusal('unsupported-transfer-syntax', `${stream.kind} is not decoded.`);
  const frame = await decodeWithCodec(bytes, stream, codec);
  const words = wordsOf(frame.bytes, frame.bitsPerSample > 8 ? 16 : 8, false);
  if (!frame.planar) return words;
  return words instanceof Uint8Array
    ? interleave(words, new Uint8Array(words.length))
    : interleave(words as Uint16Array, new Uint16Array(words.length));
}

/** True where the stream's own decoder does not turn the file's YCbCr into RGB: all but JPEG DCT and JPEG 2000's MCT. */
function staysYbr(stream: Codestream, photometric: string): boolean {
  return stream.kind !== 'jpeg' && photometric.startsWith('YBR_FULL');
}

/**
 * Reads a compressed frame's own header and compares it with the file's, without decoding.
 * @throws DecodeRefusal
 */
export function checkCodestream(packed: Uint8Array, pixels: PixelDescription): void {
  checkAgainstHeader(readCodestream(withoutContainer(packed)), pixels);
}

/**
 * Decodes one compressed frame to unsigned words of 8 or 16 bits, colour interleaved and RGB.
 * @throws DecodeRefusal
 */
export async function codestreamWords(packed: Uint8Array, pixels: PixelDescription): Promise<Words> {
  const bytes = withoutContainer(packed);
  const stream = readCodestream(bytes);
  checkAgainstHeader(stream, pixels);
  const asRgb = stream.kind === 'jpeg' && pixels.photometric === 'RGB' && !stream.namesColour;
  const words = await decodeWords(asRgb ? markedAsRgb(bytes) : bytes, stream);
  if (pixels.samples === 3 && staysYbr(stream, pixels.photometric)) ybrFullToRgb(words, 2 ** stream.precision);
  return words;
}
