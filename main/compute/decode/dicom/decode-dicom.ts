import { inflateRawSync } from 'node:zlib';
import type { Element } from 'dicom-parser';
import type { DecodedFrame, StoredPixels } from '../../../../src/study/decoded-frame.ts';
import type { FileHeader } from '../../../../src/study/file-header.ts';
import { asRefusal, DecodeRefusal, noSuchFrame } from '../refusal.ts';
import { checkCodestream, codestreamWords } from './codestream-words.ts';
import { expandYbr422, interleave, ybrFullToRgb } from './colour.ts';
import { hasPixels, readDicomHeader } from './dicom-header.ts';
import { encapsulatedFrameBytes, nativeFrameBytes } from './frame-bytes.ts';
import { type DicomFile, openDicom, PIXEL_DATA_TAGS } from './open-dicom.ts';
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
  if (pixels.photometric.startsWith('YBR_FULL')) ybrFullToRgb(colour, 2 ** pixels.bitsStored);
  return colour;
}

function inflateFrame(packed: Uint8Array, pixels: PixelDescription): Uint8Array {
  const expected = Math.ceil((pixels.rows * pixels.columns * pixels.samples * pixels.bitsAllocated) / 8);
  try {
    return inflateRawSync(packed, { maxOutputLength: expected + 1 }).subarray(0, expected);
  } catch (error) {
    throw asRefusal(error, 'corrupt', 'The deflated frame cannot be unpacked. Copy the file again.');
  }
}

/** Unsigned words of an uncompressed or RLE frame, before masking; colour interleaved and RGB. */
function unpackedWords(file: DicomFile, element: Element, pixels: PixelDescription, frame: number): Words {
  const packing = transferSyntax(file.transferSyntaxUid)?.packing;
  const count = pixels.rows * pixels.columns;
  const bits = Math.max(8, pixels.bitsAllocated);
  if (packing === 'rle') {
    const packed = encapsulatedFrameBytes(file, element, pixels.frameCount, frame);
    const words = wordsOf(decodeRle(packed, count, pixels.samples, bits / 8), bits, false);
    // RLE of YBR_FULL_422 holds all three planes in full.
    const full = pixels.photometric === 'YBR_FULL_422' ? { ...pixels, photometric: 'YBR_FULL' } : pixels;
    return pixels.samples === 3 ? toRgb(words, full, false) : words;
  }
  const bytes =
    packing === 'deflated-frames'
      ? inflateFrame(encapsulatedFrameBytes(file, element, pixels.frameCount, frame), pixels)
      : nativeFrameBytes(file, element, pixels, frame);
  const words = wordsOf(bytes, bits, file.bigEndian);
  return pixels.samples === 3 ? toRgb(words, pixels, pixels.planar) : words;
}

function pixelElement(file: DicomFile): Element {
  const element = PIXEL_DATA_TAGS.map((tag) => file.dataSet.elements[tag]).find((found) => found !== undefined);
  if (!element) throw new DecodeRefusal('no-pixels', 'The DICOM file holds no picture. Leave it out.');
  return element;
}

/** Refuses pixel data that are cut, of a wrong length, or not what the header says, without decoding them. */
function checkPixelData(file: DicomFile, pixels: PixelDescription): void {
  const element = pixelElement(file);
  const packing = transferSyntax(file.transferSyntaxUid)?.packing;
  if (pixels.floating || packing === 'native') {
    nativeFrameBytes(file, element, pixels, 0);
    return;
  }
  const packed = encapsulatedFrameBytes(file, element, pixels.frameCount, 0);
  if (packing === 'codestream') checkCodestream(packed, pixels);
}

async function decodePixels(file: DicomFile, pixels: PixelDescription, frame: number): Promise<StoredPixels> {
  const element = pixelElement(file);
  if (pixels.floating) {
    return floatingValues(nativeFrameBytes(file, element, pixels, frame), pixels.bitsAllocated, file.bigEndian);
  }
  if (transferSyntax(file.transferSyntaxUid)?.packing === 'codestream') {
    const packed = encapsulatedFrameBytes(file, element, pixels.frameCount, frame);
    return storedValues(await codestreamWords(packed, pixels), pixels, 0);
  }
  const shift = pixels.highBit + 1 - pixels.bitsStored;
  return storedValues(unpackedWords(file, element, pixels, frame), pixels, shift);
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
): Promise<{ header: FileHeader; image: DecodedFrame }> {
  const file = openDicom(bytes);
  const { header, pixels } = readDicomHeader(file);
  if (!(Number.isInteger(frame) && frame >= 0 && frame < pixels.frameCount)) {
    throw noSuchFrame(pixels.frameCount, frame);
  }
  const values = await decodePixels(file, pixels, frame);
  checkLength(values.length, pixels);
  return { header, image: { rows: pixels.rows, columns: pixels.columns, samples: pixels.samples, pixels: values } };
}

/** Refuses a picture that was cut off before its pixels, and bytes that name no object at all. */
function requireOtherObject({ dataSet }: DicomFile): void {
  if (dataSet.elements.x00280010) {
    throw new DecodeRefusal(
      'no-pixels',
      'The file says that it is a picture, and its pixels are missing. Copy it again.',
    );
  }
  // Every object names itself in group 0008; a DICOMDIR begins with group 0004.
  if (Object.keys(dataSet.elements).some((tag) => /^x000[48]/.test(tag))) return;
  throw new DecodeRefusal('corrupt', 'The file holds nothing that can be read as DICOM. Copy or export it again.');
}

/**
 * The header of a DICOM file whose first frame looks whole, or null for one without pixel data (a report, a DICOMDIR).
 * @throws DecodeRefusal
 */
export function inspectDicom(bytes: Uint8Array): FileHeader | null {
  const file = openDicom(bytes);
  if (!hasPixels(file)) {
    requireOtherObject(file);
    return null;
  }
  const { header, pixels } = readDicomHeader(file);
  checkPixelData(file, pixels);
  return header;
}
