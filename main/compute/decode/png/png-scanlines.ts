import { constants, inflateSync } from 'node:zlib';
import { asRefusal, DecodeRefusal, noWholeRow } from '../refusal.ts';
import type { PngChunks } from './png-chunks.ts';

/** Samples of one pixel as they are stored (a palette index is one sample). */
export function channelsOf(chunks: Pick<PngChunks, 'colour'>): 1 | 2 | 3 | 4 {
  const channels = { GREY: 1, PALETTE: 1, GREY_ALPHA: 2, RGB: 3, RGBA: 4 } as const;
  return channels[chunks.colour];
}

/** Start and step of the seven Adam7 passes: x0, y0, dx, dy. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Pass {
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
  readonly columns: number;
  readonly rows: number;
  readonly rowBytes: number;
}

function passesOf(chunks: PngChunks): Pass[] {
  const bits = chunks.depth * channelsOf(chunks);
  const grids = chunks.interlaced ? ADAM7 : [[0, 0, 1, 1] as const];
  return grids
    .map(([x0, y0, dx, dy]) => {
      const columns = Math.ceil((chunks.columns - x0) / dx);
      const rows = Math.ceil((chunks.rows - y0) / dy);
      return { x0, y0, dx, dy, columns, rows, rowBytes: Math.ceil((columns * bits) / 8) };
    })
    .filter((pass) => pass.columns > 0 && pass.rows > 0);
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

/** Undoes one scanline's filter in place; `above` is the unfiltered line before it (zeros for the first). */
function unfilter(kind: number, line: Uint8Array, above: Uint8Array, step: number): void {
  if (kind === 0) return;
  if (kind > 4) throw new DecodeRefusal('corrupt', `The PNG has an unknown line filter ${kind}. Copy the file again.`);
  for (let index = 0; index < line.length; index += 1) {
    const left = index >= step ? (line[index - step] as number) : 0;
    const up = above[index] as number;
    const upLeft = index >= step ? (above[index - step] as number) : 0;
    const predicted = kind === 1 ? left : kind === 2 ? up : kind === 3 ? (left + up) >> 1 : paeth(left, up, upLeft);
    line[index] = (line[index] as number) + predicted;
  }
}

/** Lines of a PNG, packed by nothing but their filters. */
interface Lines {
  readonly data: Uint8Array;
  readonly passes: readonly Pass[];
  /** Rows of the picture that are there to the last byte. */
  readonly rows: number;
}

/** Whole lines of a file that was cut off. */
function rowsIn(data: Uint8Array, chunks: PngChunks, rowBytes: number): number {
  if (chunks.interlaced) {
    throw new DecodeRefusal(
      'truncated',
      'The PNG ends before its last part, and one that is interlaced cannot be shown in part. Copy the file again.',
    );
  }
  const rows = Math.floor(data.length / (rowBytes + 1));
  if (rows === 0) throw noWholeRow();
  return rows;
}

/** Inflates the picture data to the length that the header asks for; of a file that was cut off, what is there. */
function inflate(chunks: PngChunks): Lines {
  const passes = passesOf(chunks);
  const byteLength = passes.reduce((sum, pass) => sum + pass.rows * (pass.rowBytes + 1), 0);
  const finishFlush = chunks.cut ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
  let data: Uint8Array;
  try {
    data = inflateSync(Buffer.concat(chunks.compressed), { maxOutputLength: byteLength + 1, finishFlush });
  } catch (error) {
    throw asRefusal(error, 'corrupt', 'The PNG data cannot be unpacked. Copy the file again.');
  }
  if (data.length === byteLength) return { data, passes, rows: chunks.rows };
  if (chunks.cut && data.length < byteLength) {
    return { data, passes, rows: rowsIn(data, chunks, passes[0]?.rowBytes ?? 0) };
  }
  throw new DecodeRefusal(
    'wrong-length',
    `The PNG header promises ${byteLength} bytes of lines, the data holds ${data.length > byteLength ? 'more' : data.length}. Export it again.`,
  );
}

/**
 * Rows of the picture that are there, from the top: all of them in a file that was not cut off, which is not unpacked.
 * @throws DecodeRefusal `truncated` where there is none, or only an interlaced part; `corrupt` or `wrong-length`
 */
export function pngRowsThere(chunks: PngChunks): number {
  return chunks.cut ? inflate(chunks).rows : chunks.rows;
}

/** Stored samples of a PNG, and how many rows of them are there; those below are zero. */
interface PngSamples {
  readonly samples: Uint8Array | Uint16Array;
  readonly rowsThere: number;
}

/**
 * Inflates and unfilters a PNG, interlaced or not, into its stored samples: row-major, interleaved, unscaled
 * (0..2^depth - 1), `rows * columns * channels` long.
 * @throws DecodeRefusal `corrupt`, `wrong-length` or `truncated`
 */
export function readPngSamples(chunks: PngChunks): PngSamples {
  const channels = channelsOf(chunks);
  const { data, passes, rows } = inflate(chunks);
  const length = chunks.rows * chunks.columns * channels;
  const samples = chunks.depth === 16 ? new Uint16Array(length) : new Uint8Array(length);
  const step = Math.max(1, (chunks.depth * channels) >> 3);
  let offset = 0;
  for (const pass of passes) {
    let above: Uint8Array = new Uint8Array(pass.rowBytes);
    for (let row = 0; row < Math.min(pass.rows, rows); row += 1) {
      const line = data.subarray(offset + 1, offset + 1 + pass.rowBytes);
      unfilter(data[offset] as number, line, above, step);
      placeLine(line, pass, row, chunks, channels, samples);
      above = line;
      offset += 1 + pass.rowBytes;
    }
  }
  return { samples, rowsThere: rows };
}

/** Spreads one unfiltered line over the picture. */
function placeLine(
  line: Uint8Array,
  pass: Pass,
  row: number,
  chunks: PngChunks,
  channels: number,
  samples: Uint8Array | Uint16Array,
): void {
  const { depth } = chunks;
  const mask = 2 ** Math.min(depth, 8) - 1;
  const rowStart = (pass.y0 + row * pass.dy) * chunks.columns;
  let sample = 0;
  for (let column = 0; column < pass.columns; column += 1) {
    const target = (rowStart + pass.x0 + column * pass.dx) * channels;
    for (let channel = 0; channel < channels; channel += 1, sample += 1) {
      let value: number;
      if (depth === 16) value = ((line[sample * 2] as number) << 8) | (line[sample * 2 + 1] as number);
      else if (depth === 8) value = line[sample] as number;
      else value = ((line[(sample * depth) >> 3] as number) >> (8 - depth - ((sample * depth) & 7))) & mask;
      samples[target + channel] = value;
    }
  }
}
