import type { DataSet } from 'dicom-parser';
import { DecodeRefusal } from '../refusal.ts';
import { unsigned16 } from './attributes.ts';

/** The three values of a LUT descriptor (PS3.3 C.7.6.3.1.5, C.11.1.1, C.11.2.1.1). */
export interface LutDescriptor {
  readonly entries: number;
  /** The input that the first entry stands for. */
  readonly first: number;
  /** Bits of one entry. */
  readonly bits: number;
}

/** Reads a LUT descriptor, null where it is none; 0 entries mean 65,536. `signed`: whether inputs may be below zero. */
export function lutDescriptor(dataSet: DataSet, tag: string, signed: boolean): LutDescriptor | null {
  const entries = unsigned16(dataSet, tag, 0);
  const first = unsigned16(dataSet, tag, 1);
  const bits = unsigned16(dataSet, tag, 2);
  if (entries === null || bits === null || first === null) return null;
  const vr = dataSet.elements[tag]?.vr;
  const below = first > 32_767 && (vr === 'SS' || (vr !== 'US' && signed));
  return { entries: entries === 0 ? 65_536 : entries, first: below ? first - 65_536 : first, bits };
}

/**
 * The entries of a LUT: one word each, or one byte each where the data are only that long.
 * @throws DecodeRefusal `corrupt` or `truncated`
 */
export function lutEntries(dataSet: DataSet, tag: string, entries: number, bigEndian: boolean): Uint16Array {
  const element = dataSet.elements[tag];
  const bytesPerEntry = element ? Math.floor(element.length / entries) : 0;
  if (!element || bytesPerEntry < 1) {
    throw new DecodeRefusal('corrupt', 'A lookup table is shorter than its description. Export the file again.');
  }
  const { byteArray } = dataSet;
  if (element.dataOffset + element.length > byteArray.length) {
    throw new DecodeRefusal('truncated', 'The file ends in a lookup table. Copy it again.');
  }
  if (bytesPerEntry > 1) return Uint16Array.from({ length: entries }, (_, index) => dataSet.uint16(tag, index) ?? 0);
  const table = Uint16Array.from(byteArray.subarray(element.dataOffset, element.dataOffset + entries));
  // 8-bit entries packed in 16-bit words: big endian swaps each pair.
  return bigEndian && element.vr === 'OW' ? table.map((_, index) => table[index ^ 1] ?? 0) : table;
}
