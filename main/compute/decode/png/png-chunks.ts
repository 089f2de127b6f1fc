import { crc32 } from 'node:zlib';
import { checkDimensions, checkExpansion } from '../limits.ts';
import { DecodeRefusal } from '../refusal.ts';

/** The five colour types of PNG (W3C PNG, third edition, 11.2.1). */
export type PngColour = 'GREY' | 'RGB' | 'PALETTE' | 'GREY_ALPHA' | 'RGBA';

const COLOURS: Readonly<Record<number, { colour: PngColour; depths: readonly number[] }>> = {
  0: { colour: 'GREY', depths: [1, 2, 4, 8, 16] },
  2: { colour: 'RGB', depths: [8, 16] },
  3: { colour: 'PALETTE', depths: [1, 2, 4, 8] },
  4: { colour: 'GREY_ALPHA', depths: [8, 16] },
  6: { colour: 'RGBA', depths: [8, 16] },
};

/** What the chunks of a PNG hold, before anything is inflated. */
export interface PngChunks {
  readonly rows: number;
  readonly columns: number;
  /** Bits of one sample or palette index: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly colour: PngColour;
  readonly interlaced: boolean;
  /** RGB triples. */
  readonly palette: Uint8Array | null;
  /** tRNS: alpha by palette index, or the one transparent colour as big-endian 16-bit samples. */
  readonly transparency: Uint8Array | null;
  readonly compressed: readonly Uint8Array[];
  /** Whether the file ends before its last part; the last piece of `compressed` may break off and is then unchecked. */
  readonly cut: boolean;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** True where the bytes begin as every PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** False of the last one where the file ends within it: `data` is what is there. */
  readonly whole: boolean;
}

/** Walks the chunks up to IEND or the end of the file, each that is whole checked against its CRC. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = SIGNATURE.length;
  while (offset + 8 <= bytes.length) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const end = offset + 8 + length;
    const whole = end + 4 <= bytes.length;
    if (whole && crc32(bytes.subarray(offset + 4, end)) !== view.getUint32(end)) {
      throw new DecodeRefusal('corrupt', `The PNG's ${type} part does not match its checksum. Copy the file again.`);
    }
    yield { type, data: bytes.subarray(offset + 8, end), whole };
    if (type === 'IEND') return;
    offset = end + 4;
  }
}

function readImageHeader(data: Uint8Array) {
  if (data.length !== 13) throw new DecodeRefusal('corrupt', 'The PNG header has a wrong length. Export it again.');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const columns = view.getUint32(0);
  const rows = view.getUint32(4);
  const depth = view.getUint8(8);
  const kind = COLOURS[view.getUint8(9)];
  if (!kind?.depths.includes(depth)) {
    throw new DecodeRefusal('corrupt', `PNG has no colour type ${view.getUint8(9)} of ${depth} bits. Export it again.`);
  }
  if (view.getUint8(10) !== 0 || view.getUint8(11) !== 0 || view.getUint8(12) > 1) {
    throw new DecodeRefusal('unsupported-pixel-format', 'The PNG uses an unknown packing. Export it as a plain PNG.');
  }
  checkDimensions(rows, columns);
  return { rows, columns, depth, colour: kind.colour, interlaced: view.getUint8(12) === 1 };
}

/**
 * Reads the chunks of a PNG file and checks their order, lengths and checksums. A file may end within its picture or behind it.
 * @throws DecodeRefusal `truncated`, `corrupt`, `too-large` or `unsupported-pixel-format`
 */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  let header: ReturnType<typeof readImageHeader> | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  const compressed: Uint8Array[] = [];
  let cut = true;
  for (const { type, data, whole } of chunksOf(bytes)) {
    if (type === 'IEND') cut = false;
    else if (!whole && type !== 'IDAT') break;
    if (header === null) {
      if (type !== 'IHDR') throw new DecodeRefusal('corrupt', 'The PNG has no header. Export it again.');
      header = readImageHeader(data);
    } else if (type === 'PLTE') palette = data;
    else if (type === 'tRNS') transparency = data;
    else if (type === 'IDAT') compressed.push(data);
  }
  if (header === null || compressed.length === 0) {
    if (cut) throw new DecodeRefusal('truncated', 'The PNG ends before its picture. Copy the file again.');
    throw new DecodeRefusal('corrupt', 'The PNG holds no picture. Export it again.');
  }
  if (header.colour === 'PALETTE' && (palette === null || palette.length === 0 || palette.length % 3 !== 0)) {
    throw new DecodeRefusal('corrupt', 'The PNG needs a palette and has none that fits. Export it again.');
  }
  if (cut) checkExpansion(bytes.length, header.rows, header.columns);
  return { ...header, palette, transparency, compressed, cut };
}
