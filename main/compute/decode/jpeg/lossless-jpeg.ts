import { DecodeRefusal } from '../refusal.ts';
import { EntropyReader, type HuffmanTable } from './entropy-reader.ts';
import { type JpegFrame, type JpegScan, type JpegTables, type PartialSamples, walkJpeg } from './jpeg-segments.ts';

/** Predictors 1 to 7 (T.81 table H.1) of left, above and above-left. */
function predict(selection: number, left: number, above: number, aboveLeft: number): number {
  switch (selection) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return aboveLeft;
    case 4:
      return left + above - aboveLeft;
    case 5:
      return left + ((above - aboveLeft) >> 1);
    case 6:
      return above + ((left - aboveLeft) >> 1);
    default:
      return (left + above) >> 1;
  }
}

interface Plane {
  readonly table: HuffmanTable;
  /** Place of the component in a pixel. */
  readonly component: number;
}

function planesOf(frame: JpegFrame, scan: JpegScan, tables: JpegTables): Plane[] {
  if (scan.start < 1 || scan.start > 7) {
    throw new DecodeRefusal('corrupt', `JPEG has no predictor ${scan.start}. Copy the file again.`);
  }
  if (frame.components.some((component) => component.horizontal !== 1 || component.vertical !== 1)) {
    throw new DecodeRefusal('unsupported-pixel-format', 'Lossless JPEG with thinned-out colour is not decoded.');
  }
  return scan.components.map(({ index, dc }) => {
    const table = tables.dc.get(dc);
    if (!table) throw new DecodeRefusal('corrupt', 'A JPEG code table is missing. Copy the file again.');
    return { table, component: index };
  });
}

function decodeScan(
  bytes: Uint8Array,
  frame: JpegFrame,
  scan: JpegScan,
  tables: JpegTables,
  out: Uint16Array,
  rowDone: (rows: number) => void,
): number {
  const { rows, columns } = frame;
  const planes = planesOf(frame, scan, tables);
  const stride = frame.components.length;
  const rowStride = columns * stride;
  const reader = new EntropyReader(bytes, scan.offset);
  const initial = 1 << (frame.precision - scan.pointTransform - 1);
  let untilRestart = tables.restartInterval;
  // The line on which the data begin anew is predicted from the left only (H.1.1).
  let firstLine = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let begins = row === 0 && column === 0;
      if (tables.restartInterval > 0) {
        if (untilRestart === 0) {
          reader.restart();
          untilRestart = tables.restartInterval;
          firstLine = row;
          begins = true;
        }
        untilRestart -= 1;
      }
      const pixel = row * rowStride + column * stride;
      for (const { table, component } of planes) {
        const at = pixel + component;
        let predicted: number;
        if (begins) predicted = initial;
        else if (row === firstLine) predicted = column === 0 ? initial : (out[at - stride] as number);
        else if (column === 0) predicted = out[at - rowStride] as number;
        else {
          const above = at - rowStride;
          predicted = predict(
            scan.start,
            out[at - stride] as number,
            out[above] as number,
            out[above - stride] as number,
          );
        }
        // A Uint16Array keeps the sum modulo 2^16, as H.1.2.1 asks.
        out[at] = predicted + reader.difference(reader.symbol(table));
      }
    }
    if (!reader.ranOut) rowDone(row + 1);
  }
  return reader.offset;
}

/** Decodes all scans; `onRow` hears of every row that is there. */
function decodeScans(
  bytes: Uint8Array,
  onRow: (rows: number) => void,
  samplesOf: (samples: Uint16Array) => void,
): void {
  let samples: Uint16Array | null = null;
  const seen = new Set<number>();
  let frameComponents = 0;
  walkJpeg(bytes, (frame, scan, tables) => {
    frameComponents = frame.components.length;
    if (samples === null) {
      samples = new Uint16Array(frame.rows * frame.columns * frameComponents);
      samplesOf(samples);
    }
    for (const { index } of scan.components) {
      if (seen.has(index)) throw new DecodeRefusal('corrupt', 'A JPEG colour comes twice. Copy the file again.');
      seen.add(index);
    }
    // Rows count from the top only where one scan holds all colours.
    const rowDone = scan.components.length === frameComponents ? onRow : () => undefined;
    const end = decodeScan(bytes, frame, scan, tables, samples, rowDone);
    if (scan.pointTransform > 0 && seen.size === frameComponents) {
      samples.forEach((value, index, all) => {
        all[index] = value << scan.pointTransform;
      });
    }
    return end;
  });
  if (samples === null || seen.size !== frameComponents) {
    throw new DecodeRefusal('corrupt', 'A part of the JPEG picture is missing. Copy the file again.');
  }
}

/**
 * Decodes lossless Huffman JPEG (T.81 process 14, all seven predictors) of 2 to 16 bits.
 * @returns samples, interleaved, `rows * columns * components` long
 * @throws DecodeRefusal `corrupt` or `unsupported-pixel-format`
 */
export function decodeLosslessJpeg(bytes: Uint8Array): Uint16Array {
  let decoded: Uint16Array = new Uint16Array(0);
  decodeScans(
    bytes,
    () => undefined,
    (samples) => {
      decoded = samples;
    },
  );
  return decoded;
}

/** The same of a stream that breaks off. None of its rows are there where the colours come one after the other. */
export function decodeCutLosslessJpeg(bytes: Uint8Array): PartialSamples {
  let part: PartialSamples = { samples: new Uint16Array(0), rows: 0 };
  try {
    decodeScans(
      bytes,
      (rows) => {
        part = { ...part, rows };
      },
      (samples) => {
        part = { samples, rows: 0 };
      },
    );
  } catch (error) {
    if (!(error instanceof DecodeRefusal)) throw error;
  }
  return part;
}
