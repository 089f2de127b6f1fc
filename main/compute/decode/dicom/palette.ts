import type { FileHeader } from '../../../../src/study/file-header.ts';
import { DecodeRefusal } from '../refusal.ts';
import { unsigned16 } from './attributes.ts';
import type { DicomFile } from './open-dicom.ts';

const DESCRIPTORS = ['x00281101', 'x00281102', 'x00281103'];
const TABLES = ['x00281201', 'x00281202', 'x00281203'];
const SEGMENTED = ['x00281221', 'x00281222', 'x00281223'];

interface Descriptor {
  readonly entries: number;
  readonly first: number;
  readonly bits: number;
}

/** LUT descriptor (PS3.3 C.7.6.3.1.5): 0 entries means 65536. */
function readDescriptor(file: DicomFile, tag: string, signed: boolean): Descriptor {
  const entries = unsigned16(file.dataSet, tag, 0);
  const bits = unsigned16(file.dataSet, tag, 2);
  const first = unsigned16(file.dataSet, tag, 1);
  if (entries === null || bits === null || first === null || (bits !== 8 && bits !== 16)) {
    throw new DecodeRefusal('corrupt', 'The colour table is not described as it should be. Export the file again.');
  }
  return { entries: entries === 0 ? 65_536 : entries, first: signed && first > 32_767 ? first - 65_536 : first, bits };
}

/** One colour of the table as 8 bits; 16-bit tables keep their high byte (or are 8-bit values in 16-bit words). */
function readTable(file: DicomFile, tag: string, { entries, bits }: Descriptor): Uint8Array {
  const element = file.dataSet.elements[tag];
  const bytesPerEntry = element ? Math.floor(element.length / entries) : 0;
  if (!element || bytesPerEntry < 1) {
    throw new DecodeRefusal('corrupt', 'The colour table is shorter than its description. Export the file again.');
  }
  const { byteArray } = file.dataSet;
  if (element.dataOffset + element.length > byteArray.length) {
    throw new DecodeRefusal('truncated', 'The file ends in its colour table. Copy it again.');
  }
  if (bytesPerEntry === 1) {
    const table = Uint8Array.from(byteArray.subarray(element.dataOffset, element.dataOffset + entries));
    // 8-bit entries packed in 16-bit words: big endian swaps each pair.
    return file.bigEndian && element.vr === 'OW' ? table.map((_, index) => table[index ^ 1] ?? 0) : table;
  }
  const words = Uint16Array.from({ length: entries }, (_, index) => file.dataSet.uint16(tag, index) ?? 0);
  const narrow = bits === 8 || words.every((word) => word <= 255);
  return Uint8Array.from(words, (word) => (narrow ? word & 255 : word >> 8));
}

/**
 * The palette of a PALETTE COLOR picture as 8-bit RGB triples, or null for any other picture.
 * @throws DecodeRefusal `unsupported-photometric` for a segmented palette, `corrupt` or `truncated`
 */
export function readPalette(file: DicomFile, photometric: string, signed: boolean): FileHeader['palette'] {
  if (photometric !== 'PALETTE COLOR') return null;
  const { elements } = file.dataSet;
  if (TABLES.some((tag) => !elements[tag])) {
    if (SEGMENTED.every((tag) => elements[tag])) {
      throw new DecodeRefusal('unsupported-photometric', 'Segmented colour tables are not decoded. Export as RGB.');
    }
    throw new DecodeRefusal('corrupt', 'The picture needs a colour table and has none. Export it as RGB.');
  }
  const descriptors = DESCRIPTORS.map((tag) => readDescriptor(file, tag, signed));
  const entries = Math.min(...descriptors.map((descriptor) => descriptor.entries));
  const tables = descriptors.map((descriptor, colour) => readTable(file, TABLES[colour] as string, descriptor));
  const rgb = new Uint8Array(entries * 3);
  for (let entry = 0; entry < entries; entry += 1) {
    for (let colour = 0; colour < 3; colour += 1) rgb[entry * 3 + colour] = tables[colour]?.[entry] ?? 0;
  }
  return { first: descriptors[0]?.first ?? 0, rgb };
}
