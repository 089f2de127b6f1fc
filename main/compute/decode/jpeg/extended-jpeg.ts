import { DecodeRefusal } from '../refusal.ts';
import { EntropyReader, type HuffmanTable } from './entropy-reader.ts';
import { type JpegFrame, type JpegScan, type JpegTables, type PartialSamples, walkJpeg } from './jpeg-segments.ts';

/** Place in the 8 x 8 block of each coefficient in zig-zag order (T.81 figure A.6). */
const ZIG_ZAG = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
]);

/** cos((2x + 1) u pi / 16) * C(u) / 2 by u * 8 + x: the one-dimensional inverse DCT (A.3.3). */
const BASIS = Float64Array.from({ length: 64 }, (_, index) => {
  const u = index >> 3;
  const scale = u === 0 ? Math.SQRT1_2 : 1;
  return (scale / 2) * Math.cos(((2 * (index & 7) + 1) * u * Math.PI) / 16);
});

function inverseDct(coefficients: Float64Array, columns: Float64Array, block: Float64Array): void {
  for (let v = 0; v < 8; v += 1) {
    for (let x = 0; x < 8; x += 1) {
      let sum = 0;
      for (let u = 0; u < 8; u += 1) sum += (coefficients[v * 8 + u] as number) * (BASIS[u * 8 + x] as number);
      columns[v * 8 + x] = sum;
    }
  }
  for (let y = 0; y < 8; y += 1) {
    for (let x = 0; x < 8; x += 1) {
      let sum = 0;
      for (let v = 0; v < 8; v += 1) sum += (columns[v * 8 + x] as number) * (BASIS[v * 8 + y] as number);
      block[y * 8 + x] = sum;
    }
  }
}

/** Reads the 63 AC coefficients of a block, dequantized, into place (F.2.2.2). */
function readAc(reader: EntropyReader, table: HuffmanTable, steps: Uint16Array, coefficients: Float64Array): void {
  let index = 1;
  while (index < 64) {
    const symbol = reader.symbol(table);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0 && run !== 15) return;
    index += run;
    if (size > 0) {
      if (index > 63) throw new DecodeRefusal('corrupt', 'A JPEG block is too long. Copy the file again.');
      coefficients[ZIG_ZAG[index] as number] = reader.difference(size) * (steps[index] as number);
    }
    index += 1;
  }
}

function decodeScan(
  bytes: Uint8Array,
  frame: JpegFrame,
  scan: JpegScan,
  tables: JpegTables,
  out: Uint16Array,
  onRows: (rows: number) => void,
): number {
  const dcTable = tables.dc.get(scan.components[0]?.dc ?? -1);
  const acTable = tables.ac.get(scan.components[0]?.ac ?? -1);
  const steps = tables.quantization.get(frame.components[0]?.quantization ?? -1);
  if (!dcTable || !acTable || !steps) {
    throw new DecodeRefusal('corrupt', 'A JPEG table is missing. Copy the file again.');
  }
  const reader = new EntropyReader(bytes, scan.offset);
  const [coefficients, columns, block] = [new Float64Array(64), new Float64Array(64), new Float64Array(64)];
  const blocksAcross = Math.ceil(frame.columns / 8);
  const blockCount = blocksAcross * Math.ceil(frame.rows / 8);
  const middle = 2 ** (frame.precision - 1);
  let dc = 0;
  for (let number = 0; number < blockCount; number += 1) {
    if (tables.restartInterval > 0 && number > 0 && number % tables.restartInterval === 0) {
      reader.restart();
      dc = 0;
    }
    coefficients.fill(0);
    dc += reader.difference(reader.symbol(dcTable));
    coefficients[0] = dc * (steps[0] as number);
    readAc(reader, acTable, steps, coefficients);
    inverseDct(coefficients, columns, block);
    const top = Math.floor(number / blocksAcross) * 8;
    const left = (number % blocksAcross) * 8;
    const bottom = Math.min(8, frame.rows - top);
    const right = Math.min(8, frame.columns - left);
    for (let y = 0; y < bottom; y += 1) {
      for (let x = 0; x < right; x += 1) {
        const value = Math.round(block[y * 8 + x] as number) + middle;
        out[(top + y) * frame.columns + left + x] = Math.min(Math.max(value, 0), 2 * middle - 1);
      }
    }
    if (number % blocksAcross === blocksAcross - 1 && !reader.ranOut) onRows(top + bottom);
  }
  return reader.offset;
}

/**
 * Decodes sequential Huffman JPEG of 8 or 12 bits (T.81 processes 1 and 4), grey only: of 12 bits, which the codec cannot,
 * and what is there of a stream that breaks off.
 * @returns samples, `rows * columns` long, and the rows that are there: all, or those above the end of a cut stream
 * @throws DecodeRefusal `corrupt` for a whole stream, `unsupported-pixel-format`
 */
export function decodeSequentialJpeg(bytes: Uint8Array, cut: boolean): PartialSamples {
  let part: PartialSamples | null = null;
  try {
    walkJpeg(bytes, (frame, scan, tables) => {
      if (frame.components.length !== 1) {
        throw new DecodeRefusal('unsupported-pixel-format', 'JPEG in colour is not decoded here. Export uncompressed.');
      }
      const { samples } = part ?? { samples: new Uint16Array(frame.rows * frame.columns) };
      part = { samples, rows: 0 };
      return decodeScan(bytes, frame, scan, tables, samples, (rows) => {
        part = { samples, rows };
      });
    });
  } catch (error) {
    if (!cut || !(error instanceof DecodeRefusal) || error.code !== 'corrupt') throw error;
  }
  if (part === null && cut) return { samples: new Uint16Array(0), rows: 0 };
  if (part === null) throw new DecodeRefusal('corrupt', 'The JPEG picture is missing. Copy the file again.');
  return part;
}
