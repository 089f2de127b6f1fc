import { rowsOfCutColourJpeg } from '../jpeg/cut-colour-jpeg.ts';
import { decodeSequentialJpeg } from '../jpeg/extended-jpeg.ts';
import { type PartialSamples, walkJpeg } from '../jpeg/jpeg-segments.ts';
import { decodeCutLosslessJpeg } from '../jpeg/lossless-jpeg.ts';
import { DecodeRefusal } from '../refusal.ts';
import type { Codestream } from './codestream.ts';
import { cutJpeg2000 } from './cut-jpeg-2000.ts';
import { type DecodeWords, type FramePart, NOTHING } from './frame-part.ts';
import type { Words } from './stored-values.ts';

const END = Uint8Array.of(0xff, 0xd9);

function ofOwnDecoder({ samples, rows }: PartialSamples): FramePart {
  return { words: samples, rows, coarseness: 1 };
}

/** Colour JPEG: our reader says how far it goes, the codec draws it and fills the rest. */
async function cutColourJpeg(bytes: Uint8Array, decode: DecodeWords): Promise<FramePart | null> {
  const rows = rowsOfCutColourJpeg(bytes);
  if (rows === null) return null;
  return rows === 0 ? NOTHING : { words: await decode(Buffer.concat([bytes, END]), 'part'), rows, coarseness: 1 };
}

/**
 * What stands for the missing bytes of JPEG-LS. The first bit that is missing differs in the first two, and with it the
 * sample that it belongs to; the third is there for two that the codec gives up in one row.
 */
const FILLERS = [0x55, 0xaa, 0x2a];
/** Bytes of the filler for each sample of a row: more than a row takes. */
const FILLER_BYTES_PER_SAMPLE = 16;

/** Row of the first value that two pictures do not share; `rows` where they are the same. */
function firstDifferentRow(a: Words, b: Words, rows: number): number {
  const different = a.findIndex((value, index) => value !== b[index]);
  return different < 0 ? rows : Math.floor(different / (a.length / rows));
}

/** Colours of a JPEG-LS stream's first scan, 0 where it breaks off before. */
function coloursOfFirstScan(bytes: Uint8Array): number {
  let colours = 0;
  try {
    walkJpeg(bytes, (_, { components }) => {
      colours = components.length;
      return bytes.length;
    });
  } catch (error) {
    if (!(error instanceof DecodeRefusal)) throw error;
  }
  return colours;
}

/** The codec's picture, or null: it refuses the most fillers, and one that is refused says nothing. */
async function decodedOrNull(decode: DecodeWords, ...[bytes, use]: Parameters<DecodeWords>): Promise<Words | null> {
  try {
    return await decode(bytes, use);
  } catch (error) {
    if (error instanceof DecodeRefusal) return null;
    throw error;
  }
}

/**
 * JPEG-LS, which goes from the top to the bottom: the rows that come out the same whatever stands for the missing bytes,
 * but for the last of them, in which the code may have ended already (a near-lossless sample that is clipped is the same
 * for several codes).
 */
async function cutJpegLs(bytes: Uint8Array, stream: Codestream, decode: DecodeWords): Promise<FramePart | null> {
  const colours = coloursOfFirstScan(bytes);
  if (colours === 0) return NOTHING;
  if (colours !== stream.components) return null;
  // A byte 0xff says what the next one is.
  const code = bytes.at(-1) === 0xff ? bytes.subarray(0, -1) : bytes;
  const whole = await decodedOrNull(decode, Buffer.concat([code, END]), 'whole');
  if (whole !== null) return { words: whole, rows: stream.rows, coarseness: 1 };
  const pictures: Words[] = [];
  for (const filler of FILLERS) {
    const filling = Buffer.alloc(FILLER_BYTES_PER_SAMPLE * stream.columns * stream.components, filler);
    const words = await decodedOrNull(decode, Buffer.concat([code, filling, END]), 'part');
    if (words !== null) pictures.push(words);
  }
  const [words, ...others] = pictures;
  if (words === undefined) return NOTHING;
  const rows = Math.min(...others.map((other) => firstDifferentRow(words, other, stream.rows)));
  // Where nothing differs, nothing that was decoded hung on what is missing, and it is not known where that begins.
  return rows < stream.rows ? { words, rows: Math.max(0, rows - 1), coarseness: 1 } : NOTHING;
}

/**
 * What is there of a compressed frame that breaks off. Our own decoders say where it ends; the WebAssembly codecs fill or
 * refuse such streams.
 * @returns null for a stream that is laid out so that it cannot be shown in part
 * @throws DecodeRefusal
 */
export async function decodeCut(bytes: Uint8Array, stream: Codestream, decode: DecodeWords): Promise<FramePart | null> {
  switch (stream.kind) {
    case 'jpeg-lossless':
      return ofOwnDecoder(decodeCutLosslessJpeg(bytes));
    case 'jpeg-extended':
      return ofOwnDecoder(decodeSequentialJpeg(bytes, true));
    case 'jpeg':
      return stream.components === 1
        ? ofOwnDecoder(decodeSequentialJpeg(bytes, true))
        : await cutColourJpeg(bytes, decode);
    case 'jpeg-ls':
      return await cutJpegLs(bytes, stream, decode);
    case 'jpeg-2000':
    case 'htj2k':
      return await cutJpeg2000(bytes, stream, decode);
  }
}
