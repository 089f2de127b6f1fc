import type { DataSet, Element } from 'dicom-parser';
import { DecodeRefusal } from '../refusal.ts';
import type { DicomFile } from './open-dicom.ts';

/** The basic offset table and pieces of encapsulated pixel data (PS3.5 A.4), read up to the delimiter or the end. */
interface Encapsulated {
  readonly offsetTable: readonly number[];
  /** Offset of each piece as the offset table counts it, and its bytes. */
  readonly fragments: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  /** Whether the file ends within them. */
  readonly cut: boolean;
}

/** Compressed frames; fewer than the header gives where the file was cut off, and the last one may break off. */
export interface PackedFrames {
  readonly frames: readonly Uint8Array[];
  readonly cut: boolean;
}

const ITEM = 0xe000_fffe;
const DELIMITER = 0xe0dd_fffe;

function isStartOfStream(bytes: Uint8Array): boolean {
  const jpeg = bytes[0] === 0xff && (bytes[1] === 0xd8 || bytes[1] === 0x4f);
  return jpeg || (bytes[0] === 0 && bytes[3] === 0x0c && bytes[4] === 0x6a && bytes[5] === 0x50);
}

function readEncapsulated(bytes: Uint8Array, start: number): Encapsulated {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: { start: number; bytes: Uint8Array }[] = [];
  let position = start;
  let ended = false;
  while (position + 8 <= bytes.length && !ended) {
    const tag = view.getUint32(position, true);
    const length = view.getUint32(position + 4, true);
    ended = tag === DELIMITER;
    if (ended) break;
    if (tag !== ITEM) {
      throw new DecodeRefusal('corrupt', 'The pieces of compressed pixels do not join up. Copy the file again.');
    }
    items.push({ start: position, bytes: bytes.subarray(position + 8, position + 8 + length) });
    position += 8 + length;
  }
  const [table, ...pieces] = items;
  const first = pieces[0];
  if (!table || !first) {
    if (!ended) throw new DecodeRefusal('truncated', 'The file ends before its first picture. Copy it again.');
    throw new DecodeRefusal('corrupt', 'The compressed pixels are empty. Export the file again.');
  }
  const offsets = new DataView(table.bytes.buffer, table.bytes.byteOffset, table.bytes.byteLength);
  return {
    offsetTable: Array.from({ length: table.bytes.length >> 2 }, (_, index) => offsets.getUint32(index * 4, true)),
    fragments: pieces.map((piece) => ({ offset: piece.start - first.start, bytes: piece.bytes })),
    cut: !ended,
  };
}

/** The extended offset table (PS3.3 C.7.6.3.1.8), which counts as the basic one; empty where there is none that fits. */
function extendedOffsets({ byteArray, elements }: DataSet, frameCount: number): number[] {
  const { length = 0, dataOffset = 0 } = elements.x7fe00001 ?? {};
  if (length !== frameCount * 8) return [];
  const view = new DataView(byteArray.buffer, byteArray.byteOffset + dataOffset, length);
  return Array.from({ length: frameCount }, (_, frame) => Number(view.getBigUint64(frame * 8, true)));
}

/**
 * First piece of every frame: from the offset table, else one each, else by the streams' first marker. Of a file that was
 * cut off, the frames that have begun.
 */
function frameStarts({ offsetTable, fragments, cut }: Encapsulated, frameCount: number): number[] {
  if (frameCount === 1) return [0];
  const indexOf = new Map(fragments.map(({ offset }, index) => [offset, index]));
  const places = offsetTable.map((offset) => indexOf.get(offset) ?? -1);
  const byTable = cut ? places.filter((place) => place >= 0) : places;
  const inTurn = byTable.every((start, frame) => start > (byTable[frame - 1] ?? -1));
  if (offsetTable.length === frameCount && byTable.length > 0 && inTurn) return byTable;
  if (fragments.length === frameCount) return fragments.map((_, index) => index);
  const byMarker = fragments.flatMap(({ bytes }, index) => (isStartOfStream(bytes) ? [index] : []));
  if (byMarker.length === frameCount || (cut && byMarker.length > 0)) return byMarker;
  if (cut && fragments.length < frameCount) return fragments.map((_, index) => index);
  throw new DecodeRefusal(
    'corrupt',
    `The header gives ${frameCount} frames, the ${fragments.length} pieces of pixel data do not. Export it again.`,
  );
}

/**
 * The compressed bytes of every frame of encapsulated pixel data, with or without an offset table, basic or extended.
 * @throws DecodeRefusal `truncated` where not one frame has begun, or `corrupt`
 */
export function packedFrames(file: DicomFile, element: Element, frameCount: number): PackedFrames {
  if (!element.hadUndefinedLength) {
    throw new DecodeRefusal('corrupt', 'The header says compressed, the pixels are not packed so. Export it again.');
  }
  const encapsulated = readEncapsulated(file.dataSet.byteArray, element.dataOffset);
  const { offsetTable } = encapsulated;
  const offsets = offsetTable.length > 0 ? offsetTable : extendedOffsets(file.dataSet, frameCount);
  const starts = frameStarts({ ...encapsulated, offsetTable: offsets }, frameCount);
  const frames = starts.map((start, frame) => {
    const own = encapsulated.fragments.slice(start, starts[frame + 1]).map(({ bytes }) => bytes);
    return own.length === 1 ? (own[0] as Uint8Array) : Buffer.concat(own);
  });
  return { frames, cut: encapsulated.cut };
}
