import type { Element } from 'dicom-parser';
import { DecodeRefusal } from '../refusal.ts';
import type { DicomFile } from './open-dicom.ts';
import type { PixelDescription } from './pixel-description.ts';

/** Bits of one frame in native (uncompressed) pixel data; YBR_FULL_422 holds two samples a pixel. */
function nativeFrameBits(pixels: PixelDescription): number {
  const samples = pixels.photometric === 'YBR_FULL_422' ? 2 : pixels.samples;
  return pixels.rows * pixels.columns * samples * pixels.bitsAllocated;
}

/** The pixel data element's bytes; words of 8-bit samples that big endian has swapped are swapped back. */
function nativeBytes(file: DicomFile, element: Element, bitsAllocated: number): Uint8Array {
  const { byteArray } = file.dataSet;
  if (element.dataOffset + element.length > byteArray.length) {
    const missing = element.dataOffset + element.length - byteArray.length;
    throw new DecodeRefusal('truncated', `The file ends ${missing} bytes before its pixels do. Copy it again.`);
  }
  const bytes = byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const swapped = file.bigEndian && element.vr === 'OW' && bitsAllocated <= 8 && bytes.length % 2 === 0;
  return swapped ? Buffer.from(bytes).swap16() : bytes;
}

/**
 * The bytes of one frame of native pixel data. The element must hold all frames; behind them only zeros may follow,
 * for anything else means that the header lies about the size and the picture would be sheared.
 * @throws DecodeRefusal `truncated` or `wrong-length`
 */
export function nativeFrameBytes(
  file: DicomFile,
  element: Element,
  pixels: PixelDescription,
  frame: number,
): Uint8Array {
  const bytes = nativeBytes(file, element, pixels.bitsAllocated);
  const frameBits = nativeFrameBits(pixels);
  const expected = Math.ceil((frameBits * pixels.frameCount) / 8);
  const rest = bytes.subarray(expected);
  if (bytes.length < expected || (rest.length > 1 && rest.some((byte) => byte !== 0))) {
    throw new DecodeRefusal(
      'wrong-length',
      `The header asks for ${expected} bytes of pixels (${pixels.columns} x ${pixels.rows}, ` +
        `${pixels.frameCount} frame(s)), the file holds ${bytes.length}. Export it again.`,
    );
  }
  if (pixels.bitsAllocated === 1) return unpackBits(bytes, frameBits * frame, frameBits);
  return bytes.subarray((frameBits / 8) * frame, (frameBits / 8) * (frame + 1));
}

/** One byte per bit, lowest bit first (PS3.5 8.1.1); frames follow each other without a gap. */
function unpackBits(bytes: Uint8Array, start: number, length: number): Uint8Array {
  const unpacked = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    const bit = start + index;
    unpacked[index] = ((bytes[bit >> 3] as number) >> (bit & 7)) & 1;
  }
  return unpacked;
}

function isStartOfStream(bytes: Uint8Array): boolean {
  const jpeg = bytes[0] === 0xff && (bytes[1] === 0xd8 || bytes[1] === 0x4f);
  return jpeg || (bytes[0] === 0 && bytes[3] === 0x0c && bytes[4] === 0x6a && bytes[5] === 0x50);
}

/** The offset table and pieces of encapsulated pixel data (PS3.5 A.4), read up to the delimiter or the end. */
interface Encapsulated {
  readonly offsetTable: readonly number[];
  /** Offset of each piece as the offset table counts it, and its bytes. */
  readonly fragments: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
}

const ITEM = 0xe000_fffe;
const DELIMITER = 0xe0dd_fffe;

function readEncapsulated(bytes: Uint8Array, start: number): Encapsulated {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: { start: number; bytes: Uint8Array }[] = [];
  let position = start;
  while (position + 8 <= bytes.length && view.getUint32(position, true) !== DELIMITER) {
    const length = view.getUint32(position + 4, true);
    if (view.getUint32(position, true) !== ITEM) {
      throw new DecodeRefusal('corrupt', 'The pieces of compressed pixels do not join up. Copy the file again.');
    }
    if (position + 8 + length > bytes.length) {
      throw new DecodeRefusal('truncated', 'The file ends within its compressed pixels. Copy it again.');
    }
    items.push({ start: position, bytes: bytes.subarray(position + 8, position + 8 + length) });
    position += 8 + length;
  }
  const [table, ...pieces] = items;
  const first = pieces[0];
  if (!table || !first) {
    throw new DecodeRefusal('corrupt', 'The compressed pixels are empty. Export the file again.');
  }
  const offsets = new DataView(table.bytes.buffer, table.bytes.byteOffset, table.bytes.byteLength);
  return {
    offsetTable: Array.from({ length: table.bytes.length >> 2 }, (_, index) => offsets.getUint32(index * 4, true)),
    fragments: pieces.map((piece) => ({ offset: piece.start - first.start, bytes: piece.bytes })),
  };
}

/** First piece of every frame: from the basic offset table, else one each, else by the streams' first marker. */
function frameStarts({ offsetTable, fragments }: Encapsulated, frameCount: number): number[] {
  if (frameCount === 1) return [0];
  const indexOf = new Map(fragments.map(({ offset }, index) => [offset, index]));
  const byTable = offsetTable.map((offset) => indexOf.get(offset) ?? -1);
  if (byTable.length === frameCount && byTable.every((start, frame) => start > (byTable[frame - 1] ?? -1))) {
    return byTable;
  }
  if (fragments.length === frameCount) return fragments.map((_, index) => index);
  const byMarker = fragments.flatMap(({ bytes }, index) => (isStartOfStream(bytes) ? [index] : []));
  if (byMarker.length === frameCount) return byMarker;
  throw new DecodeRefusal(
    'corrupt',
    `The header gives ${frameCount} frames, the ${fragments.length} pieces of pixel data do not. Export it again.`,
  );
}

/**
 * The compressed bytes of one frame of encapsulated pixel data, with or without basic offset table.
 * @throws DecodeRefusal `truncated` or `corrupt`
 */
export function encapsulatedFrameBytes(
  file: DicomFile,
  element: Element,
  frameCount: number,
  frame: number,
): Uint8Array {
  if (!element.hadUndefinedLength) {
    throw new DecodeRefusal('corrupt', 'The header says compressed, the pixels are not packed so. Export it again.');
  }
  const encapsulated = readEncapsulated(file.dataSet.byteArray, element.dataOffset);
  const starts = frameStarts(encapsulated, frameCount);
  const own = encapsulated.fragments.slice(starts[frame], starts[frame + 1]).map(({ bytes }) => bytes);
  return own.length === 1 ? (own[0] as Uint8Array) : Buffer.concat(own);
}
