import type { FileHeader } from '../../../../src/study/file-header.ts';
import { DecodeRefusal } from '../refusal.ts';
import { type LutDescriptor, lutDescriptor, lutEntries } from './lut-data.ts';
import type { DicomFile } from './open-dicom.ts';
import { expandSegments } from './segmented-lut.ts';

const DESCRIPTORS = ['x00281101', 'x00281102', 'x00281103'];
const TABLES = ['x00281201', 'x00281202', 'x00281203'];
const SEGMENTED = ['x00281221', 'x00281222', 'x00281223'];

function readDescriptor(file: DicomFile, tag: string, signed: boolean): LutDescriptor {
  const descriptor = lutDescriptor(file.dataSet, tag, signed);
  if (descriptor === null || (descriptor.bits !== 8 && descriptor.bits !== 16)) {
    throw new DecodeRefusal('corrupt', 'The colour table is not described as it should be. Export the file again.');
  }
  return descriptor;
}

/** The entries of one colour, segments unpacked. */
function readEntries(file: DicomFile, colour: number, { entries, bits }: LutDescriptor): Uint16Array {
  const { dataSet, bigEndian } = file;
  const plain = TABLES[colour] as string;
  if (dataSet.elements[plain]) return lutEntries(dataSet, plain, entries, bigEndian);
  const segmented = SEGMENTED[colour] as string;
  const length = dataSet.elements[segmented]?.length ?? 0;
  return expandSegments(lutEntries(dataSet, segmented, bits === 8 ? length : length / 2, bigEndian), entries);
}

/**
 * The three colours as 8 bits; 16-bit tables keep their high byte. Where none of the three goes above 255, they are 8-bit
 * values in 16-bit words: one colour alone may well be dark.
 */
function readTables(file: DicomFile, descriptors: readonly LutDescriptor[]): Uint8Array[] {
  const tables = descriptors.map((descriptor, colour) => readEntries(file, colour, descriptor));
  const narrow = tables.every((words) => words.every((word) => word <= 255));
  return tables.map((words, colour) => {
    const shift = narrow || descriptors[colour]?.bits === 8 ? 0 : 8;
    return Uint8Array.from(words, (word) => word >> shift);
  });
}

/**
 * The palette of a PALETTE COLOR picture as 8-bit RGB triples, or null for any other picture.
 * @throws DecodeRefusal `corrupt` or `truncated`
 */
export function readPalette(file: DicomFile, photometric: string, signed: boolean): FileHeader['palette'] {
  if (photometric !== 'PALETTE COLOR') return null;
  const { elements } = file.dataSet;
  if ([0, 1, 2].some((colour) => !elements[TABLES[colour] as string] && !elements[SEGMENTED[colour] as string])) {
    throw new DecodeRefusal('corrupt', 'The picture needs a colour table and has none. Export it as RGB.');
  }
  const descriptors = DESCRIPTORS.map((tag) => readDescriptor(file, tag, signed));
  const entries = Math.min(...descriptors.map((descriptor) => descriptor.entries));
  const tables = readTables(file, descriptors);
  const rgb = new Uint8Array(entries * 3);
  for (let entry = 0; entry < entries; entry += 1) {
    for (let colour = 0; colour < 3; colour += 1) rgb[entry * 3 + colour] = tables[colour]?.[entry] ?? 0;
  }
  return { first: descriptors[0]?.first ?? 0, rgb };
}
