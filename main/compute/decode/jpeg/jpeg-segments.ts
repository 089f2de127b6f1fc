import { DecodeRefusal } from '../refusal.ts';
import { type HuffmanTable, huffmanTable } from './entropy-reader.ts';

interface JpegComponent {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  readonly quantization: number;
}

/** What could be decoded of a picture that breaks off: the rows from the top that are there, and nothing behind them. */
export interface PartialSamples {
  readonly samples: Uint16Array;
  readonly rows: number;
}

export interface JpegFrame {
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly JpegComponent[];
}

export interface JpegScan {
  /** Index of each component in the frame, with its Huffman tables. */
  readonly components: readonly { index: number; dc: number; ac: number }[];
  /** Predictor of lossless JPEG, start of the spectrum otherwise. */
  readonly start: number;
  /** Point transform. */
  readonly pointTransform: number;
  /** Where the entropy-coded data begin. */
  readonly offset: number;
}

/** The tables that are in force when a scan begins. */
export interface JpegTables {
  readonly dc: Map<number, HuffmanTable>;
  readonly ac: Map<number, HuffmanTable>;
  /** 64 steps in zig-zag order. */
  readonly quantization: Map<number, Uint16Array>;
  restartInterval: number;
}

function broken(): DecodeRefusal {
  return new DecodeRefusal('corrupt', 'A part of the JPEG header has a wrong length. Copy the file again.');
}

function readHuffmanTables(data: Uint8Array, tables: JpegTables): void {
  let offset = 0;
  while (offset + 17 <= data.length) {
    const selector = data[offset] as number;
    const counts = data.subarray(offset + 1, offset + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const symbols = data.subarray(offset + 17, offset + 17 + total);
    if (symbols.length !== total || total > 256) throw broken();
    (selector >> 4 === 0 ? tables.dc : tables.ac).set(selector & 15, huffmanTable(counts, symbols));
    offset += 17 + total;
  }
}

function readQuantization(data: Uint8Array, tables: JpegTables): void {
  let offset = 0;
  while (offset < data.length) {
    const selector = data[offset] as number;
    const wide = selector >> 4 !== 0;
    const start = offset + 1;
    if (start + (wide ? 128 : 64) > data.length) throw broken();
    const step = (index: number) =>
      wide
        ? ((data[start + index * 2] as number) << 8) | (data[start + index * 2 + 1] as number)
        : (data[start + index] as number);
    tables.quantization.set(
      selector & 15,
      Uint16Array.from({ length: 64 }, (_, index) => step(index)),
    );
    offset = start + (wide ? 128 : 64);
  }
}

function readFrame(data: Uint8Array): JpegFrame {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < 6 || data.length < 6 + (data[5] as number) * 3) throw broken();
  const components = Array.from({ length: view.getUint8(5) }, (_, index) => ({
    id: view.getUint8(6 + index * 3),
    horizontal: view.getUint8(7 + index * 3) >> 4,
    vertical: view.getUint8(7 + index * 3) & 15,
    quantization: view.getUint8(8 + index * 3),
  }));
  return { precision: view.getUint8(0), rows: view.getUint16(1), columns: view.getUint16(3), components };
}

function readScan(data: Uint8Array, frame: JpegFrame, offset: number): JpegScan {
  const count = data[0] ?? 0;
  if (count === 0 || data.length < 4 + count * 2) throw broken();
  const components = Array.from({ length: count }, (_, number) => {
    const index = frame.components.findIndex((component) => component.id === data[1 + number * 2]);
    const tables = data[2 + number * 2] as number;
    if (index < 0) throw broken();
    return { index, dc: tables >> 4, ac: tables & 15 };
  });
  return {
    components,
    start: data[1 + count * 2] as number,
    pointTransform: (data[3 + count * 2] as number) & 15,
    offset,
  };
}

/**
 * Walks the segments of a JPEG or JPEG-LS stream and calls `onScan` for every scan; it returns where the scan's data end.
 * @throws DecodeRefusal `corrupt`
 */
export function walkJpeg(
  bytes: Uint8Array,
  onScan: (frame: JpegFrame, scan: JpegScan, tables: JpegTables) => number,
): void {
  const tables: JpegTables = { dc: new Map(), ac: new Map(), quantization: new Map(), restartInterval: 0 };
  let frame: JpegFrame | null = null;
  let offset = 2;
  while (offset + 4 <= bytes.length) {
    const marker = bytes[offset + 1] as number;
    if (bytes[offset] !== 0xff || marker === 0xff || marker === 0) {
      offset += 1;
      continue;
    }
    if (marker === 0xd9) return;
    const length = ((bytes[offset + 2] as number) << 8) | (bytes[offset + 3] as number);
    const data = bytes.subarray(offset + 4, offset + 2 + length);
    if (length < 2 || data.length !== length - 2) throw broken();
    offset += 2 + length;
    if (marker === 0xc4) readHuffmanTables(data, tables);
    else if (marker === 0xdb) readQuantization(data, tables);
    else if (marker === 0xdd) tables.restartInterval = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    else if ([0xc0, 0xc1, 0xc3, 0xf7].includes(marker)) frame = readFrame(data);
    else if (marker === 0xda) {
      if (frame === null) throw broken();
      offset = onScan(frame, readScan(data, frame, offset), tables);
    }
  }
}
