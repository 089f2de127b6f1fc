/** Reads the bits of a packet header: behind a byte 0xff a bit is left out (ISO 15444-1 B.10.1). */
class HeaderBits {
  private readonly bytes: Uint8Array;
  private left = 0;
  private byte = 0;
  offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** @throws RangeError at the end of the bytes */
  bit(): number {
    if (this.left === 0) {
      const next = this.bytes[this.offset];
      if (next === undefined) throw new RangeError('The packet header breaks off.');
      this.left = this.byte === 0xff ? 7 : 8;
      this.byte = next;
      this.offset += 1;
    }
    this.left -= 1;
    return (this.byte >> this.left) & 1;
  }

  bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1) value = value * 2 + this.bit();
    return value;
  }

  /** Where the body begins: the rest of the byte is left, and a byte behind 0xff. */
  end(): number {
    return this.byte === 0xff ? this.offset + 1 : this.offset;
  }
}

interface TagNode {
  readonly parent: TagNode | null;
  low: number;
  known: boolean;
}

/** The leaves of a tag tree (B.10.2), row by row. */
function tagTree(columns: number, rows: number): TagNode[] {
  const node = (parent: TagNode | null): TagNode => ({ parent, low: 0, known: false });
  if (columns * rows === 1) return [node(null)];
  const halfColumns = Math.ceil(columns / 2);
  const parents = tagTree(halfColumns, Math.ceil(rows / 2));
  return Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    return node(parents[(row >> 1) * halfColumns + (column >> 1)] ?? null);
  });
}

/** Whether a leaf's value is below `threshold`, reading what is needed to say so. */
function isBelow(bits: HeaderBits, node: TagNode, threshold: number): boolean {
  if (node.parent !== null) {
    isBelow(bits, node.parent, threshold);
    node.low = Math.max(node.low, node.parent.low);
  }
  while (!node.known && node.low < threshold) {
    if (bits.bit() === 1) node.known = true;
    else node.low += 1;
  }
  return node.known && node.low < threshold;
}

/** Number of coding passes (B.10.6). */
function passes(bits: HeaderBits): number {
  if (bits.bit() === 0) return 1;
  if (bits.bit() === 0) return 2;
  const few = bits.bits(2);
  if (few < 3) return 3 + few;
  const more = bits.bits(5);
  return more < 31 ? 6 + more : 37 + bits.bits(7);
}

/** Most bit planes that a code block may lack: more is no header, and would be read to the end of the file. */
const MOST_PLANES = 74;

/** Bytes that a code block has in this packet; a high-throughput one of several passes has two lengths, which are not read. */
function blockBytes(bits: HeaderBits, planes: TagNode, highThroughput: boolean): number {
  let threshold = 1;
  while (!isBelow(bits, planes, threshold)) {
    threshold += 1;
    if (threshold > MOST_PLANES) throw new RangeError('The packet header is none.');
  }
  const count = passes(bits);
  if (highThroughput && count > 1) throw new RangeError('The packet has refinements.');
  let width = 3;
  while (bits.bit() === 1) width += 1;
  return bits.bits(width + Math.floor(Math.log2(count)));
}

/** Code blocks across and down of one band. */
export interface BandGrid {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Where a packet ends that begins at `offset`, the only one of its bands (one layer, one precinct), by its header (B.10).
 * @returns null where the header is none that is read, or breaks off; the end may lie behind the bytes
 */
export function packetEnd(
  bytes: Uint8Array,
  offset: number,
  bands: readonly BandGrid[],
  highThroughput: boolean,
): number | null {
  const bits = new HeaderBits(bytes, offset);
  let length = 0;
  try {
    if (bits.bit() === 1) {
      for (const { columns, rows } of bands) {
        if (columns * rows === 0) continue;
        const [included, planes] = [tagTree(columns, rows), tagTree(columns, rows)];
        included.forEach((leaf, index) => {
          if (isBelow(bits, leaf, 1)) length += blockBytes(bits, planes[index] as TagNode, highThroughput);
        });
      }
    }
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return bits.end() + length;
}
