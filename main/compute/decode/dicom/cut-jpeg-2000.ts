import type { Codestream } from './codestream.ts';
import { type DecodeWords, type FramePart, NOTHING } from './frame-part.ts';
import { type BandGrid, packetEnd } from './packet-headers.ts';

const [SIZE, CODING, CODING_OF_COMPONENT, ORDER_CHANGE] = [0xff51, 0xff52, 0xff53, 0xff5f];
/** Packet headers that stand elsewhere. */
const PACKED_HEADERS = 0xff60;
const [TILE_PART, DATA] = [0xff90, 0xff93];
/** Of the five orders of packets, the first three (LRCP, RLCP, RPCL) go from the coarsest resolution to the finest. */
const COARSE_FIRST = 2;
/** Styles in which a code block has one length for each packet: all but the bypass and a termination on each pass. */
const MORE_LENGTHS = 0x05;

interface Coding {
  /** Halvings of the picture that the code holds. */
  readonly levels: number;
  /** Exponents of a code block's width and height. */
  readonly blockWidth: number;
  readonly blockHeight: number;
}

/**
 * COD of a stream whose packets are one for each resolution and component, the coarsest first (ISO 15444-1 A.6.1): one
 * layer of quality, one precinct, no marks between the packets. Null for any other.
 */
function readCoding(view: DataView, at: number): Coding | null {
  const plain = view.getUint8(at + 4) === 0 && (view.getUint8(at + 12) & MORE_LENGTHS) === 0;
  if (!plain || view.getUint8(at + 5) > COARSE_FIRST || view.getUint16(at + 6) !== 1) return null;
  return {
    levels: view.getUint8(at + 9),
    blockWidth: view.getUint8(at + 10) + 2,
    blockHeight: view.getUint8(at + 11) + 2,
  };
}

/** Whether SIZ (A.5.1) gives one tile over all of the picture, from the corner on. */
function isOneTile(view: DataView, at: number): boolean {
  const [width, height, left, top, tileWidth, tileHeight] = [6, 10, 14, 18, 22, 26].map((place) =>
    view.getUint32(at + place),
  ) as [number, number, number, number, number, number];
  const offset = left + top + view.getUint32(at + 30) + view.getUint32(at + 34);
  return offset === 0 && tileWidth >= width && tileHeight >= height;
}

/** The coding of a stream that is laid out simply, and where its first tile-part begins; null for any other. */
function readLayout(view: DataView): { coding: Coding; tilePart: number } | 'breaks off' | null {
  let coding: Coding | null = null;
  for (let at = 2; at + 14 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === TILE_PART) return coding && { coding, tilePart: at };
    if ([CODING_OF_COMPONENT, ORDER_CHANGE, PACKED_HEADERS].includes(marker)) return null;
    if (marker === SIZE && !isOneTile(view, at)) return null;
    if (marker === CODING) {
      coding = readCoding(view, at);
      if (coding === null) return null;
    }
  }
  return 'breaks off';
}

/** Code blocks of the bands of a resolution, 0 the coarsest (B.5, B.7): the low one alone, else HL, LH and HH. */
function bandsOf(coding: Coding, resolution: number, { rows, columns }: Codestream): BandGrid[] {
  const width = Math.ceil(columns / 2 ** (coding.levels - resolution));
  const height = Math.ceil(rows / 2 ** (coding.levels - resolution));
  const grid = (across: number, down: number): BandGrid => ({
    columns: Math.ceil(across / 2 ** coding.blockWidth),
    rows: Math.ceil(down / 2 ** coding.blockHeight),
  });
  if (resolution === 0) return [grid(width, height)];
  const [low, high] = [Math.ceil(width / 2), Math.floor(width / 2)];
  const [upper, lower] = [Math.ceil(height / 2), Math.floor(height / 2)];
  return [grid(high, upper), grid(low, lower), grid(high, lower)];
}

/** Resolutions of which every packet is there, and where the last of them ends. */
function wholeResolutions(
  bytes: Uint8Array,
  start: number,
  coding: Coding,
  stream: Codestream,
): { count: number; end: number } {
  let whole = { count: 0, end: start };
  for (let resolution = 0; resolution <= coding.levels; resolution += 1) {
    const bands = bandsOf(coding, resolution, stream);
    let end = whole.end;
    for (let component = 0; component < stream.components; component += 1) {
      const next = packetEnd(bytes, end, bands, stream.kind === 'htj2k');
      if (next === null || next > bytes.length) return whole;
      end = next;
    }
    whole = { count: resolution + 1, end };
  }
  return whole;
}

/**
 * What is there of a JPEG 2000 or HTJ2K stream that breaks off: the picture by the resolutions that are there to the last
 * byte. A decoder would make noise of a packet that breaks off, so what follows the last whole resolution is replaced by
 * empty packets, of which the header is a bit that is zero.
 * @returns nothing where not even the coarsest resolution is there; null for a stream that is laid out otherwise
 */
export async function cutJpeg2000(
  bytes: Uint8Array,
  stream: Codestream,
  decode: DecodeWords,
): Promise<FramePart | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = readLayout(view);
  if (layout === null) return null;
  if (layout === 'breaks off') return NOTHING;
  const { coding, tilePart } = layout;
  // A tile's own header, or more parts of it behind the first, are seldom met.
  const length = view.getUint32(tilePart + 6);
  if (view.getUint16(tilePart + 12) !== DATA || (length > 0 && tilePart + length < bytes.length - 1)) return null;
  const { count, end } = wholeResolutions(bytes, tilePart + 14, coding, stream);
  if (count === 0) return NOTHING;
  const missing = coding.levels + 1 - count;
  const empty = Buffer.alloc(missing * stream.components);
  const ended = Buffer.concat([bytes.subarray(0, end), empty, Uint8Array.of(0xff, 0xd9)]);
  ended.writeUInt32BE(end + empty.length - tilePart, tilePart + 6);
  return { words: await decode(ended, 'whole'), rows: stream.rows, coarseness: 2 ** missing };
}
