import { crc32, deflateSync } from 'node:zlib';

export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
}

export interface PngShape {
  readonly columns: number;
  readonly rows: number;
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colour: number;
  readonly interlaced: boolean;
}

/** A chunk with its length and a checksum that fits. */
export function chunkBytes({ type, data }: PngChunk): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const bytes = Buffer.alloc(named.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  named.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(named), named.length + 4);
  return bytes;
}

export function pngOf(chunks: readonly PngChunk[]): Buffer {
  return Buffer.concat([PNG_SIGNATURE, ...chunks.map(chunkBytes)]);
}

/** The chunks of a whole PNG. */
export function chunksIn(bytes: Buffer): PngChunk[] {
  const chunks: PngChunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

export function imageHeader({ columns, rows, depth, colour, interlaced }: PngShape): PngChunk {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(columns, 0);
  data.writeUInt32BE(rows, 4);
  data.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  return { type: 'IHDR', data };
}

/** Sizes of the pictures that are stored one after the other: one, or Adam7's seven. */
function passes({ columns, rows, interlaced }: PngShape): [columns: number, rows: number][] {
  if (!interlaced) return [[columns, rows]];
  const grid = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  return grid.map(([x, y, dx, dy]) => [Math.ceil((columns - x) / dx), Math.ceil((rows - y) / dy)]);
}

/** The lines of a picture with every filter in turn, before they are packed. */
export function scanlines(shape: PngShape): Buffer {
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[shape.colour] ?? 1;
  const lines = passes(shape).flatMap(([columns, rows]) => {
    const length = columns > 0 ? Math.ceil((columns * samples * shape.depth) / 8) : 0;
    if (length === 0) return [];
    return Array.from({ length: rows }, (_, row) => {
      const line = Uint8Array.from({ length }, (__, at) =>
        shape.colour === 3 ? 0x11 * (at % 2) : (at * 7 + row * 13) & 0xff,
      );
      return Buffer.concat([Buffer.from([shape.colour === 3 ? 0 : row % 5]), line]);
    });
  });
  return Buffer.concat(lines);
}

/** A whole PNG of a shape, with a palette where it needs one. */
export function shapedPng(shape: PngShape): Buffer {
  const palette = { type: 'PLTE', data: Buffer.alloc(3 * Math.min(256, 2 ** shape.depth), 0x55) };
  return pngOf([
    imageHeader(shape),
    ...(shape.colour === 3 ? [palette] : []),
    { type: 'IDAT', data: deflateSync(scanlines(shape)) },
    { type: 'IEND', data: Buffer.alloc(0) },
  ]);
}
