import { DecodeRefusal } from '../refusal.ts';
import { EntropyReader, type HuffmanTable } from './entropy-reader.ts';
import { type JpegFrame, type JpegScan, type JpegTables, walkJpeg } from './jpeg-segments.ts';

/** Reads over one block of 8 x 8 (T.81 F.2.2). */
function passBlock(reader: EntropyReader, dc: HuffmanTable, ac: HuffmanTable): void {
  reader.difference(reader.symbol(dc));
  for (let index = 1; index < 64; index += 1) {
    const symbol = reader.symbol(ac);
    const [run, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && run !== 15) return;
    index += run;
    reader.bits(size);
  }
}

/** Reads over a scan of all colours and calls `onUnits` with every row of its units (A.2.3) that is there. */
function passScan(
  bytes: Uint8Array,
  frame: JpegFrame,
  scan: JpegScan,
  tables: JpegTables,
  onUnits: (count: number) => void,
): number {
  const blocks = scan.components.flatMap(({ index, dc, ac }) => {
    const [component, dcTable, acTable] = [frame.components[index], tables.dc.get(dc), tables.ac.get(ac)];
    if (!component || !dcTable || !acTable) {
      throw new DecodeRefusal('corrupt', 'A JPEG table is missing. Copy the file again.');
    }
    return Array.from({ length: component.horizontal * component.vertical }, () => ({ dcTable, acTable }));
  });
  const across = Math.ceil(frame.columns / (8 * Math.max(...frame.components.map(({ horizontal }) => horizontal))));
  const down = Math.ceil(frame.rows / unitRows(frame));
  const reader = new EntropyReader(bytes, scan.offset);
  for (let unit = 0; unit < across * down; unit += 1) {
    if (tables.restartInterval > 0 && unit > 0 && unit % tables.restartInterval === 0) reader.restart();
    for (const { dcTable, acTable } of blocks) passBlock(reader, dcTable, acTable);
    if (unit % across === across - 1 && !reader.ranOut) onUnits((unit + 1) / across);
  }
  return reader.offset;
}

function unitRows({ components }: JpegFrame): number {
  return 8 * Math.max(...components.map(({ vertical }) => vertical));
}

/**
 * Rows that are there of a baseline JPEG in colour that breaks off. Where colour is thinned out from row to row, a decoder
 * draws the last row of a unit with the next unit's colour, so that row is not there.
 * @returns null where the colours come one after the other
 */
export function rowsOfCutColourJpeg(bytes: Uint8Array): number | null {
  let rows: number | null = 0;
  try {
    walkJpeg(bytes, (frame, scan, tables) => {
      if (scan.components.length !== frame.components.length) {
        rows = null;
        return bytes.length;
      }
      return passScan(bytes, frame, scan, tables, (count) => {
        const above = count * unitRows(frame);
        rows = above >= frame.rows ? frame.rows : above - (unitRows(frame) > 8 ? 1 : 0);
      });
    });
  } catch (error) {
    if (!(error instanceof DecodeRefusal)) throw error;
  }
  return rows;
}
