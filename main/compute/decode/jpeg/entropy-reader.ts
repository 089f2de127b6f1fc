import { DecodeRefusal } from '../refusal.ts';

/** Bits that the fast lookup of a Huffman table covers. */
const FAST_BITS = 9;

/** A Huffman table as JPEG stores it (ITU-T T.81 annex C), ready for decoding. */
export interface HuffmanTable {
  /** By the next 9 bits: length << 8 | symbol, or 0 for a longer code. */
  readonly fast: Uint16Array;
  readonly symbols: Uint8Array;
  /** By code length 1..16: first code, number of codes, index of the first symbol. */
  readonly firstCode: Int32Array;
  readonly count: Uint8Array;
  readonly firstSymbol: Int32Array;
}

/** Builds the table from the 16 counts of codes per length and the symbols in code order. */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const fast = new Uint16Array(1 << FAST_BITS);
  const firstCode = new Int32Array(17);
  const firstSymbol = new Int32Array(17);
  const count = new Uint8Array(17);
  let code = 0;
  let symbol = 0;
  for (let length = 1; length <= 16; length += 1) {
    count[length] = counts[length - 1] ?? 0;
    firstCode[length] = code;
    firstSymbol[length] = symbol;
    for (let index = 0; index < (count[length] as number); index += 1, code += 1, symbol += 1) {
      if (length > FAST_BITS) continue;
      const shift = FAST_BITS - length;
      fast.fill((length << 8) | (symbols[symbol] ?? 0), code << shift, (code + 1) << shift);
    }
    if (code > 1 << length)
      throw new DecodeRefusal('corrupt', 'A JPEG code table is not possible. Copy the file again.');
    code <<= 1;
  }
  return { fast, symbols, firstCode, count, firstSymbol };
}

/** Reads the bits of JPEG entropy-coded data: byte stuffing taken out, markers never run over. */
export class EntropyReader {
  private readonly bytes: Uint8Array;
  private buffer = 0;
  private available = 0;
  /** Bits invented behind the end of the data; a few are the normal padding, more mean that data are missing. */
  private invented = 0;
  /** Offset of the next byte to be read. */
  offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** True once bits were read that are not there: the last few of a whole picture, or those of one that was cut. */
  get ranOut(): boolean {
    return this.invented > 0;
  }

  private fill(needed: number): void {
    while (this.available < needed) {
      let byte = this.bytes[this.offset];
      if (byte === undefined || (byte === 0xff && this.bytes[this.offset + 1] !== 0)) {
        this.invented += 8;
        if (this.invented > 64) {
          throw new DecodeRefusal('corrupt', 'The JPEG data end before the picture does. Copy the file again.');
        }
        byte = 0;
      } else this.offset += byte === 0xff ? 2 : 1;
      this.buffer = ((this.buffer << 8) | byte) & 0xff_ffff;
      this.available += 8;
    }
  }

  /** The next 0 to 16 bits as an unsigned number. */
  bits(count: number): number {
    if (count === 0) return 0;
    this.fill(count);
    this.available -= count;
    return (this.buffer >> this.available) & ((1 << count) - 1);
  }

  /** Decodes one Huffman symbol. */
  symbol(table: HuffmanTable): number {
    this.fill(16);
    const window = (this.buffer >> (this.available - 16)) & 0xffff;
    const fast = table.fast[window >> (16 - FAST_BITS)] as number;
    if (fast !== 0) {
      this.available -= fast >> 8;
      return fast & 0xff;
    }
    for (let length = FAST_BITS + 1; length <= 16; length += 1) {
      const index = (window >> (16 - length)) - (table.firstCode[length] as number);
      if (index >= 0 && index < (table.count[length] as number)) {
        this.available -= length;
        return table.symbols[(table.firstSymbol[length] as number) + index] as number;
      }
    }
    throw new DecodeRefusal('corrupt', 'The JPEG data hold an impossible code. Copy the file again.');
  }

  /** A signed difference of `size` bits (T.81 F.2.2.1, EXTEND); size 16 stands for 32768 (H.1.2.2). */
  difference(size: number): number {
    if (size === 0) return 0;
    if (size >= 16) return 32_768;
    const value = this.bits(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Steps over a restart marker and drops the bits before it. */
  restart(): void {
    this.buffer = 0;
    this.available = 0;
    this.invented = 0;
    while (this.bytes[this.offset] === 0xff && this.bytes[this.offset + 1] === 0xff) this.offset += 1;
    const marker = this.bytes[this.offset + 1] ?? 0;
    if (this.bytes[this.offset] !== 0xff || marker < 0xd0 || marker > 0xd7) {
      throw new DecodeRefusal('corrupt', 'The JPEG data lack a restart mark. Copy the file again.');
    }
    this.offset += 2;
  }
}
