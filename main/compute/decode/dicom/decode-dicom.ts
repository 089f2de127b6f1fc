import { inflateRawSync } from 'node:zlib';
import type { Element } from 'dicom-parser';
import type { DecodedFrame, StoredPixels } from '../../../../src/study/decoded-frame.ts';
import type { FileHeader } from '../../../../src/study/file-header.ts';
import type { LookupTables } from '../../../../src/study/lookup-tables.ts';
import { fillMissing } from '../fill-missing.ts';
import { asRefusal, DecodeRefusal, noSuchFrame } from '../refusal.ts';
import { codestreamWords } from './codestream-words.ts';
import { expandYbr422, interleave, ybrFullToRgb } from './colour.ts';
import { readDicomHeader } from './dicom-header.ts';
import { readDirectory } from './directory.ts';
import { packedFrames } from './encapsulated.ts';
import { type Extent, extentOf, withExtent } from './extent.ts';
import { readLookupTables } from './lookup-tables.ts';
import { nativeFrameBytes, unpackBits } from './native-frames.ts';
import { type DicomFile, openDicom, PIXEL_DATA_TAGS } from './open-dicom.ts';
import { refuseOtherObjects } from './other-objects.ts';
import type { PixelDescription } from './pixel-description.ts';
import { decodeRle } from './rle.ts';
import { checkLength, floatingValues, storedValues, type Words, wordsOf } from './stored-values.ts';
import { transferSyntax } from './transfer-syntaxes.ts';

function sameKind(words: Words, length: number): Words {
  if (words instanceof Uint8Array) return new Uint8Array(length);
  return words instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length);
}

/** Unpacked colour samples as interleaved RGB. */
function toRgb(words: Words, pixels: PixelDescription, planar: boolean): Words {
  let colour = words;
  if (pixels.photometric === 'YBR_FULL_422') {
    colour = expandYbr422(words, sameKind(words, pixels.rows * pixels.columns * 3));
  } else if (planar) colour = interleave(words, sameKind(words, words.length));
  if (!pixels.photometric.startsWith('YBR_FULL')) return colour;
  // What the file holds stays as it is.
  if (colour === words) colour = words.slice();
  ybrFullToRgb(colour, 2 ** pixels.bitsStored);
  return colour;
}

/** The bytes of a frame that is deflated by itself (PS3.5 A.4.13); bits begin anew in each, and become a byte each. */
function inflateFrame(packed: Uint8Array, pixels: PixelDescription): Uint8Array {
  const samples = pixels.rows * pixels.columns * pixels.samples;
  const expected = Math.ceil((samples * pixels.bitsAllocated) / 8);
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: expected + 1 }).subarray(0, expected);
    return pixels.bitsAllocated === 1 ? unpackBits(bytes, 0, Math.min(samples, bytes.length * 8)) : bytes;
  } catch (error) {
    throw asRefusal(error, 'corrupt', 'The deflated frame cannot be unpacked. Copy the file again.');
  }
}

function packedFrame(file: DicomFile, element: Element, pixels: PixelDescription, frame: number): Uint8Array {
  const { frames } = packedFrames(file, element, pixels.frameCount);
  const packed = frames[frame];
  if (!packed) throw noSuchFrame(frames.length, frame);
  return packed;
}

/** Unsigned words of an uncompressed or RLE frame, before masking; colour interleaved and RGB. */
function unpackedWords(
  file: DicomFile,
  element: Element,
  pixels: PixelDescription,
  frame: number,
  cut: boolean,
): Words {
  const packing = transferSyntax(file.transferSyntaxUid)?.packing;
  const count = pixels.rows * pixels.columns;
  const bits = Math.max(8, pixels.bitsAllocated);
  if (packing === 'rle') {
    const packed = packedFrame(file, element, pixels, frame);
    const words = wordsOf(decodeRle(packed, count, pixels.samples, bits / 8, cut).bytes, bits, false);
    // RLE of YBR_FULL_422 holds all three planes in full.
    const full = pixels.photometric === 'YBR_FULL_422' ? { ...pixels, photometric: 'YBR_FULL' } : pixels;
    return pixels.samples === 3 ? toRgb(words, full, false) : words;
  }
  const bytes =
    packing === 'deflated-frames'
      ? inflateFrame(packedFrame(file, element, pixels, frame), pixels)
      : nativeFrameBytes(file, element, pixels, frame);
  const words = wordsOf(bytes, bits, file.bigEndian);
  return pixels.samples === 3 ? toRgb(words, pixels, pixels.planar) : words;
}

function pixelElement(file: DicomFile): Element {
  const element = PIXEL_DATA_TAGS.map((tag) => file.dataSet.elements[tag]).find((found) => found !== undefined);
  if (!element) throw new DecodeRefusal('no-pixels', 'The DICOM file holds no picture. Leave it out.');
  return element;
}

async function decodePixels(
  file: DicomFile,
  pixels: PixelDescription,
  frame: number,
  extent: Extent,
): Promise<{ readonly values: StoredPixels; readonly signFromBits: number | null }> {
  const element = pixelElement(file);
  const there = frame === extent.frames - 1 ? extent.last : { rows: pixels.rows, coarseness: 1 };
  const cut = there.rows < pixels.rows;
  let values: StoredPixels;
  let signFromBits: number | null = null;
  if (pixels.floating) {
    values = floatingValues(nativeFrameBytes(file, element, pixels, frame), pixels.bitsAllocated, file.bigEndian);
  } else if (transferSyntax(file.transferSyntaxUid)?.packing === 'codestream') {
    const packed = packedFrame(file, element, pixels, frame);
    const decoded = await codestreamWords(packed, pixels, there);
    values = storedValues(decoded.words, { ...pixels, bitsStored: decoded.bitsStored }, 0);
    signFromBits = decoded.signFromBits;
  } else {
    const shift = pixels.highBit + 1 - pixels.bitsStored;
    values = storedValues(unpackedWords(file, element, pixels, frame, cut), pixels, shift);
  }
  checkLength(values.length, pixels);
  fillMissing(values, pixels, there.rows);
  return { values, signFromBits };
}

/**
 * Decodes one frame of a DICOM file to stored values: masked to BitsStored, sign-extended, colour as interleaved RGB,
 * palette indices and MONOCHROME1 as they are stored.
 * @param frame 0-based
 * @throws DecodeRefusal
 */
export async function decodeDicom(
  bytes: Uint8Array,
  frame: number,
): Promise<{ header: FileHeader; tables: LookupTables; image: DecodedFrame }> {
  const file = openDicom(bytes);
  const { header, pixels } = readDicomHeader(file);
  const extent = await extentOf(file, pixelElement(file), pixels);
  if (!(Number.isInteger(frame) && frame >= 0 && frame < extent.frames)) throw noSuchFrame(extent.frames, frame);
  const { values, signFromBits } = await decodePixels(file, pixels, frame, extent);
  return {
    header: { ...withExtent(header, pixels, extent), signFromBits },
    tables: readLookupTables(file, pixels, frame),
    image: { rows: pixels.rows, columns: pixels.columns, samples: pixels.samples, pixels: values },
  };
}

/** What a DICOM file turns out to be: a picture, or a DICOMDIR with the paths that it lists (below its own folder). */
export type InspectedDicom = { readonly header: FileHeader } | { readonly listedFiles: readonly string[] };

/**
 * The header of a DICOM file whose last frame is there at least in part, or the list of a DICOMDIR.
 * @throws DecodeRefusal `no-pixels` naming what the object is, or why the picture is not decoded
 */
export async function inspectDicom(bytes: Uint8Array): Promise<InspectedDicom> {
  const file = openDicom(bytes);
  const listedFiles = readDirectory(file);
  if (listedFiles !== null) return { listedFiles };
  refuseOtherObjects(file);
  const { header, pixels } = readDicomHeader(file);
  return { header: withExtent(header, pixels, await extentOf(file, pixelElement(file), pixels)) };
}
