import { endianness } from 'node:os';
import type { StoredPixels } from '../../../../src/study/decoded-frame.ts';
import { DecodeRefusal } from '../refusal.ts';
import type { PixelDescription } from './pixel-description.ts';

export type Words = Uint8Array | Uint16Array | Uint32Array;

/**
 * Bytes in either order as unsigned words of 8, 16 or 32 bits in the machine's order: the same memory where they lie aligned and
 * in that order, which saves half a megabyte for a slice of CT, else a copy. They are to be read only.
 */
export function wordsOf(bytes: Uint8Array, bitsPerWord: number, bigEndian: boolean): Words {
  const size = Math.max(1, bitsPerWord / 8);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % size));
  const swapped = size > 1 && bigEndian !== (endianness() === 'BE');
  if (!swapped && whole.byteOffset % size === 0) return asWords(whole, size);
  // Not bytes.slice(): a Buffer's shares its memory.
  const copy = Uint8Array.prototype.slice.call(whole);
  if (swapped && size === 2) Buffer.from(copy.buffer).swap16();
  else if (swapped) Buffer.from(copy.buffer).swap32();
  return asWords(copy, size);
}

function asWords({ buffer, byteOffset, byteLength }: Uint8Array, size: number): Words {
  if (size === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  const words = byteLength / size;
  return size === 2 ? new Uint16Array(buffer, byteOffset, words) : new Uint32Array(buffer, byteOffset, words);
}

/** An empty array of the type that a frame decodes to: by BitsAllocated and PixelRepresentation. */
function emptyPixels(bitsAllocated: number, signed: boolean, length: number): StoredPixels {
  if (bitsAllocated <= 8) return signed ? new Int8Array(length) : new Uint8Array(length);
  if (bitsAllocated === 16) return signed ? new Int16Array(length) : new Uint16Array(length);
  return signed ? new Int32Array(length) : new Uint32Array(length);
}

/**
 * Stored values of unsigned words: shifted down to bit 0, masked to BitsStored, sign-extended where signed
 * (PS3.5 8.1.1).
 * @param shift bits below the stored value: HighBit + 1 - BitsStored for native and RLE pixels, 0 out of a codec
 */
export function storedValues(
  words: Words,
  pixels: Pick<PixelDescription, 'bitsAllocated' | 'bitsStored' | 'signed'>,
  shift: number,
): StoredPixels {
  const { bitsAllocated, bitsStored, signed } = pixels;
  const sameSize = bitsAllocated === words.BYTES_PER_ELEMENT * 8;
  if (sameSize && shift === 0) {
    if (bitsStored === bitsAllocated) return signed ? asSigned(words) : words;
    if (!signed && bitsInUse(words) >>> bitsStored === 0) return words;
  }
  const values = emptyPixels(bitsAllocated, signed, words.length);
  if (signed) signExtend(words, values, shift, 32 - bitsStored);
  else mask(words, values, shift, 2 ** bitsStored - 1);
  return values;
}

/** Every bit that is set in any of the words; words of 16 bits are looked at in pairs where they lie so. */
function bitsInUse(words: Words): number {
  const { buffer, byteOffset, byteLength } = words;
  if (words instanceof Uint16Array && byteOffset % 4 === 0 && byteLength % 4 === 0) {
    const both = orOfPairs(new Int32Array(buffer, byteOffset, byteLength / 4));
    return (both | (both >>> 16)) & 0xffff;
  }
  let bits = 0;
  for (let index = 0; index < words.length; index += 1) bits |= words[index] as number;
  return bits;
}

/** By itself: of one kind of array the compiler makes a loop that is three to four times as fast. */
function orOfPairs(pairs: Int32Array): number {
  let bits = 0;
  for (let index = 0; index < pairs.length; index += 1) bits |= pairs[index] as number;
  return bits;
}

/** The same memory, read as signed. */
function asSigned({ buffer, byteOffset, length, BYTES_PER_ELEMENT }: Words): StoredPixels {
  if (BYTES_PER_ELEMENT === 1) return new Int8Array(buffer, byteOffset, length);
  return BYTES_PER_ELEMENT === 2
    ? new Int16Array(buffer, byteOffset, length)
    : new Int32Array(buffer, byteOffset, length);
}

function signExtend(words: Words, values: StoredPixels, shift: number, unused: number): void {
  for (let index = 0; index < words.length; index += 1) {
    values[index] = (((words[index] as number) >>> shift) << unused) >> unused;
  }
}

function mask(words: Words, values: StoredPixels, shift: number, bits: number): void {
  for (let index = 0; index < words.length; index += 1) {
    values[index] = ((words[index] as number) >>> shift) & bits;
  }
}

/** FloatPixelData (32 bits) or DoubleFloatPixelData (64 bits). */
export function floatingValues(bytes: Uint8Array, bits: number, bigEndian: boolean): Float32Array | Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = bits === 32 ? new Float32Array(bytes.length / 4) : new Float64Array(bytes.length / 8);
  for (let index = 0; index < values.length; index += 1) {
    values[index] = bits === 32 ? view.getFloat32(index * 4, !bigEndian) : view.getFloat64(index * 8, !bigEndian);
  }
  return values;
}

/** Refuses a frame whose length is not what its header says. */
export function checkLength(length: number, pixels: PixelDescription): void {
  const expected = pixels.rows * pixels.columns * pixels.samples;
  if (length !== expected) {
    throw new DecodeRefusal(
      'wrong-length',
      `The pixels decode to ${length} values where the header asks for ${expected}. Export the file again.`,
    );
  }
}
